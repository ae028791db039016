"""The files of a Grid Engine of one machine, in the formats of `qconf`."""

from __future__ import annotations

import re
from pathlib import Path

BOOTSTRAP = """\
admin_user none
default_domain none
ignore_fqdn false
spooling_method classic
spooling_lib libspoolc
spooling_params {folder}/default/common;{folder}/default/spool/qmaster
binary_path {folder}/bin
qmaster_spool_dir {folder}/default/spool/qmaster
security_mode none
listener_threads 2
worker_threads 2
scheduler_threads 1
"""

# The node reports every 2 s, else its queues are in alarm for 40 s; the accounting is written at once; root may submit.
CONFIGURATION = """\
conf_version 0
execd_spool_dir {folder}/default/spool/execd
mailer /bin/true
xterm /bin/true
load_sensor none
prolog none
epilog none
shell_start_mode posix_compliant
login_shells bash,sh,ksh,csh,tcsh
min_uid 0
min_gid 0
user_lists none
xuser_lists none
projects none
xprojects none
enforce_project false
enforce_user auto
load_report_time 00:00:02
max_unheard 00:05:00
reschedule_unknown 00:00:00
loglevel log_warning
administrator_mail none
set_token_cmd none
pag_cmd none
token_extend_time none
shepherd_cmd none
qmaster_params none
execd_params PDC_INTERVAL=1
reporting_params accounting=true reporting=false flush_time=00:00:01 accounting_flush_time=00:00:00 joblog=false \
sharelog=00:00:00
finished_jobs 100
gid_range {groups}
qlogin_command builtin
qlogin_daemon builtin
rlogin_command builtin
rlogin_daemon builtin
rsh_command builtin
rsh_daemon builtin
max_aj_instances 2000
max_aj_tasks 75000
max_u_jobs 0
max_jobs 0
auto_user_oticket 0
auto_user_fshare 0
auto_user_default_project none
auto_user_delete_time 86400
delegated_file_staging false
reprioritize 0
jsv_url none
jsv_allowed_mod ac,h,i,e,o,j,M,N,p,w
"""

HOST = """\
hostname {host}
load_scaling NONE
complex_values {values}
user_lists NONE
xuser_lists NONE
projects NONE
xprojects NONE
usage_scaling NONE
report_variables NONE
"""

PARALLEL_ENVIRONMENT = """\
pe_name smp
slots 999
user_lists NONE
xuser_lists NONE
start_proc_args NONE
stop_proc_args NONE
allocation_rule $pe_slots
control_slaves FALSE
job_is_first_task TRUE
urgency_slots min
accounting_summary FALSE
qsort_args NONE
"""

QUEUE = """\
qname {name}
hostlist @allhosts
seq_no {number}
load_thresholds NONE
suspend_thresholds NONE
nsuspend 1
suspend_interval 00:05:00
priority 0
min_cpu_interval 00:05:00
processors UNDEFINED
qtype BATCH INTERACTIVE
ckpt_list NONE
pe_list smp
rerun FALSE
slots {slots}
tmpdir {folder}/tmp
shell /bin/sh
prolog NONE
epilog NONE
shell_start_mode posix_compliant
starter_method NONE
suspend_method NONE
resume_method NONE
terminate_method NONE
notify 00:00:60
owner_list NONE
user_lists NONE
xuser_lists NONE
subordinate_list NONE
complex_values NONE
projects NONE
xprojects NONE
calendar NONE
initial_state default
"""

LIMITS = ("rt", "cpu", "fsize", "data", "stack", "core", "rss", "vmem")

# Without a default, a job that asks for no memory would get the limit 0, and be killed at once.
MEMORY = {"h_vmem": "1G", "virtual_free": "0"}

QUICK = {"schedule_interval": "0:0:1", "flush_submit_sec": "1", "flush_finish_sec": "1", "schedd_job_info": "true"}


def queue(name: str, number: int, *, hours: int, slots: int, folder: Path) -> str:
    """Return a queue, of which the lower number is filled first."""
    limits = {f"{kind}_{limit}": "INFINITY" for limit in LIMITS for kind in ("s", "h")} | {"h_rt": f"{hours}:00:00"}
    head = QUEUE.format(name=name, number=number, slots=slots, folder=folder)
    return head + "".join(f"{limit} {value}\n" for limit, value in limits.items())


def with_memory(complexes: str) -> str:
    """Return the table of resources with the memory as what jobs use up."""
    for name, default in MEMORY.items():
        complexes = re.sub(rf"(?m)^({name}(?:\s+\S+){{4}}\s+)\S+\s+\S+", rf"\1YES {default}", complexes)
    return complexes


def quick(scheduler: str) -> str:
    """Return the scheduler's configuration, changed so that it looks every second."""
    for name, value in QUICK.items():
        scheduler = re.sub(rf"(?m)^{name}\s.*$", f"{name} {value}", scheduler)
    return scheduler
