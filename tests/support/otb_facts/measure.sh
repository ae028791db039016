#!/bin/bash
# Prints what facts.cpp asks of the OTB that Debian has installed here, as wps_cwl/translator/otb/facts.json holds it:
#   tests/support/otb_facts/measure.sh > wps_cwl/translator/otb/facts.json
# Headers are unpacked, not installed: libotb-dev would bring 244 packages. Needs g++, apt-get and otb-bin.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get -qq -o APT::Sandbox::User=root download libotb-dev libinsighttoolkit4-dev libgdal-dev libboost1.74-dev
for package in *.deb; do dpkg -x "$package" unpacked; done
include=$folder/unpacked/usr/include
libraries=/usr/lib/$(gcc -print-multiarch)
engine=$(echo "$libraries"/libOTBApplicationEngine-*.so.1)
used=$(ldd "$engine" | grep -oE '/\S+/lib(OTB|ITK|itk)[^ ]+')
# shellcheck disable=SC2086  # a list of files
g++ -std=c++14 -O0 -w -I"$include" $(printf -- '-I%s ' "$include"/OTB-* "$include"/ITK-* "$include"/gdal) \
  "$here/facts.cpp" -o facts "$engine" $used -Wl,--allow-shlib-undefined
version=$(dpkg-query -W -f '${Version}' otb-bin)
OTB_APPLICATION_PATH=$libraries/otb/applications ./facts 2>/dev/null | python3 "$here/table.py" "${version%%[+-]*}"
