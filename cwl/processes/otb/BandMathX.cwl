# Written by `wps-cwl otb generate` from OTB 8.1.1; changes get lost.
cwlVersion: v1.2
class: CommandLineTool
$namespaces:
  wps: https://w3id.org/wps-cwl#
label: BandMathX
doc: |-
  This application performs mathematical operations on several multiband images.

  This application performs a mathematical operation on several multi-band images and outputs the result into an image (multi- or mono-band, as opposed to the BandMath OTB-application). The mathematical formula is done by the muParserX library.

  The list of features and the syntax of muParserX is available at [1].

  As opposed to muParser (and thus the BandMath OTB-application [2]), muParserX supports vector expressions which allows outputting multi-band images.

  Hereafter is a brief reference of the muParserX syntax

  Fundamentals
  ------------

  The formula can be written using:

  * numerical values ( 2.3, -5, 3.1e4, ...)
  * variables containing pixel values (please, note the indexing of inputs from 1 to N). Examples for the first input image:

    * ``im1`` a pixel from 1st input, made of n components (n bands)
    * ``im1b2`` the 2nd component of a pixel from 1st input (band index is 1-based)
    * ``im1b2N3x4`` a 3x4 pixels Neighbourhood of a pixel the 2nd component of a pixel from the 1st input
    * ``im1PhyX`` horizontal (X-axis) spacing of the 1st input.
    * ``im1PhyY`` vertical (Y-axis) spacing of the 1st input input.
    * ``im1b2Mean`` mean of the 2nd component of the 1st input (global statistics)
    * ``im1b2Mini`` minimum of the 2nd component of the 1st input (global statistics)
    * ``im1b2Maxi`` maximum of the 2nd component of the 1st input (global statistics)
    * ``im1b2Sum`` sum of the 2nd component of the 1st input (global statistics)
    * ``im1b2Var`` variance of the 2nd component of the 1st input (global statistics)
    * ``idxX`` and ``idxY`` are the indices of the current pixel (generic variables)
  * binary operators:

    * ``+`` addition, ``-`` subtraction, ``*`` multiplication, ``/`` division
    * ``^`` raise x to the power of y
    * ``<`` less than, ``>`` greater than, ``<=`` less or equal, ``>=`` greater or equal
    * ``==`` equal, ``!=`` not equal
    * logical operators: ``or``, ``and``, ``xor``
    * bit manipulation: ``&`` (and), ``|`` (or), ``<<``(left shift) and ``>>`` (right shift)* if-then-else operator: ``(condition ? value_true : value_false)``
  * functions: abs(), exp(), log(), sin(), cos(), min(), max(), ...

  Always keep in mind that this application only addresses mathematically well-defined formulas. For instance, it is not possible to add vectors of different dimensions (e.g. addition of a row vector with a column vector), or a scalar to a vector or matrix, or divide two vectors, etc.

  Thus, it is important to remember that a pixel of n components is always represented as a row vector.

  Example:
    ``im1 + im2``
    represents the addition of pixels from the 1st and 2nd inputs. This expression is consistent only if both inputs have the same number of bands.

  Please note that it is also possible to use the following expressions to obtain the same result:

    * ``im1b1 + im2b1``
    * ``im1b2 + im2b2``
    * ...

  Nevertheless, the first expression is by far much pleaseant. We call this new functionality the 'batch mode' (performing the same operation in a band-to-band fashion).

  Operations involving neighborhoods of pixels
  --------------------------------------------

  Another new feature is the possibility to perform operations that involve neighborhoods of pixels. Variables related to such neighborhoods are always defined following the ``imIbJNKxP`` pattern, where:

    - ``I`` is an number identifying the image input (remember, input #0 = im1, and so on)
    - ``J`` is an number identifying the band (remember, first band is indexed by 1)
    - ``KxP`` are two numbers that represent the size of the neighborhood (first one is related to the horizontal direction)

  NB: All neighborhood are centered, thus ``K`` and ``P`` must be odd numbers.

  Many operators come with this new functionality:

    - dotpr
    - mean
    - var
    - median
    - vmin
    - vmax
    - etc.

  For instance, if ``im1`` represents the pixel of a 3 bands image::

    im1 - mean( im1b1N5x5, im1b2N5x5, im1b3N5x5 )

  could represent a high pass filter (note that by implying three neighborhoods, the operator mean returns a row vector of three components. It is a typical behaviour for many operators of this application).

  In addition to the previous operators, other operators are available:

    - existing operators/functions from muParserX, that were not originally defined for vectors and matrices (e.g. cos, sin). These new operators/functions keep the original names to which we added the prefix ``v`` for vector (``vcos``, ``vsin``, etc.)
    - ``mult``, ``div`` and ``pow`` operators, that perform element-wise multiplication, division or exponentiation of vector/matrices (e.g. ``im1 div im2``).
    - ``mlt``, ``dv`` and ``pw`` operators, that perform multiplication, division or exponentiation of vector/matrices by a scalar (e.g. ``im1 dv 2.0``).
    - ``bands``, which is a very useful operator. It allows selecting specific bands from an image, or to rearrange them in a new vector (e.g.``bands( im1, { 1, 2, 1, 1 } )`` produces a vector of 4 components made of band 1, band 2, band 1 and band 1 values from the first input.

  Note that curly brackets must be used in order to select the desired bandindices.

  The application itself
  ----------------------

  The application can use an expression supplied with the ``-exp`` parameter. It can also use an input context file, that defines variables and expressions. An example of context file is given below::

    #F expo 1.1
    #M kernel1 { 0.1 , 0.2 , 0.3; 0.4 , 0.5 , 0.6; 0.7 , 0.8 , 0.9; 1 , 1.1, 1.2; 1.3 , 1.4 , 1.5 }
    #E $dotpr( kernel1, im1b1N3x5 ); im2b1^expo$

  As we can see, #I/#F allows the definition of an integer/float constant, whereas #M allows the definition of a vector/matrix. In the latter case, elements of a row must be separated by commas, and rows must be separated by semicolons. It is also possible to define expressions within the same txt file, with #E <expr> (see limitations, below).

  Limitations: The application is currently unable to produce one output image per expression, contrary to otbBandMathXImageFilter. Separating expressions by semicolons ``;`` will concatenate their results into a unique multiband output image.

  Matrix variables cannot be defined directly with the `-exp` parameter (because the semicolon ``;`` operator is required to define matrices and already has another meaning). A context file should be used when defining matrix variables.

  See also: [1] https://beltoforion.de/article.php?a=muparserx

  [2] BandMath
wps:version: 8.1.1
wps:keywords: [Orfeo ToolBox, Image Manipulation]
wps:progress: terminal
wps:lastStage: Writing
requirements:
  InlineJavascriptRequirement:
    expressionLib:
    - |-
      function image(file) {
        return file.path + (/[.](rad|hd|lum|ent)$/i.test(file.path) ? ".no-image-may-be-called-so" : "");
      }
  ResourceRequirement:
    coresMin: 1
    ramMin: 1024
  EnvVarRequirement:
    envDef:
      ITK_GLOBAL_DEFAULT_NUMBER_OF_THREADS: $(String(runtime.cores))
      GDAL_SKIP: VRT AAIGrid ACE2 ADRG AIG AirSAR AmigoCloud ARG AVCBin AVCE00 BAG BIGGIF BLX BMP BSB BT BYN CAD
        CALS Carto CEOS COASP COSAR CPG CSV CSW CTable2 CTG DAAS DERIVED DGN DIMAP DIPEx DOQ1 DOQ2 DXF ECRGTOC EDIGEO
        EEDA EEDAI EHdr EIR ELAS Elasticsearch ENVI ERS ESAT ESRIC ESRIJSON FAST FIT FITS FlatGeobuf GenBin Geoconcept
        GeoJSONSeq GeoRSS GFF GIF GMLAS GPSBabel GPX GRASSASCIIGrid GRIB GS7BG GSAG GSBG GSC GXF HDF4 HDF4Image
        HDF5 HDF5Image HEIF HF2 HFA HTTP Idrisi ILWIS IRIS ISCE ISG ISIS2 ISIS3 JAXAPALSAR JDEM JML KMLSUPEROVERLAY
        KRO L1B LAN LCP Leveller LOSLAS LVBAG MAP MapML MBTiles MFF MFF2 MRF MSGN MSSQLSpatial MVT MySQL NAS NDF
        netCDF NGSGEOID NGW NITF NTv2 NWT_GRC NWT_GRD OAPIF ODBC ODS OGCAPI OGR_GMT OGR_OGDI OGR_PDS OGR_SDTS OGR_VRT
        OpenFileGDB OSM OZI PAux PCIDSK PCRaster PDF PDS PDS4 PGDUMP PGeo PLMOSAIC PLSCENES PNM PostGISRaster PostgreSQL
        PRF R Rasterlite RIK RMF ROI_PAC RPFTOC RRASTER RS2 RST S57 SAFE SAGA SAR_CEOS SDTS Selafin SENTINEL2 SGI
        SIGDEM SNODAS SOSI SRP STACIT STACTA SVG SXF Terragen TGA TIGER TIL TopoJSON TSX USGSDEM VDV VFK VICAR WAsP
        WCS WEBP WFS WMS WMTS XLS XLSX XPM XYZ Zarr ZMap
      OGR_SKIP: Interlis 1,Interlis 2,MapInfo File,UK .NTF
      SPATIALITE_LOAD: 'NO'
      GDAL_HTTP_PROXY: http://127.0.0.1:1
      CPL_VSIL_CURL_ALLOWED_EXTENSIONS: .none
      GML_DOWNLOAD_SCHEMA: 'NO'
      GML_SKIP_RESOLVE_ELEMS: ALL
      PROJ_NETWORK: 'OFF'
      GDAL_ERROR_ON_LIBJPEG_WARNING: 'TRUE'
hints:
  SoftwareRequirement:
    packages:
      otb:
        version: [8.1.1]
baseCommand: [otbcli_BandMathX]
arguments:
- prefix: -ram
  valueFrom: $(Math.floor(runtime.ram / 2))
inputs:
  il:
    type: File[]
    label: Input image list
    doc: Image list to perform computation on.
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    secondaryFiles: ['.aux.xml?', '.ovr?', '^.geom?', '^.hdr?', '^.prj?', '^.tfw?']
    inputBinding:
      prefix: -il
      valueFrom: $(self.map(image))
  out_name:
    type: string
    default: out.tif
    label: 'Output Image: file name'
    doc: What the file of the output out is called; the extension decides its format.
    wps:pattern: (?!otb-printed|cwl\.output)[A-Za-z0-9][A-Za-z0-9_.-]*
    wps:fileNameOf: out
    inputBinding:
      prefix: -out
      valueFrom: '$([self + (inputs["out_options"] ? "?" + inputs["out_options"] : "")].concat(inputs["out_pixel"]
        || []))'
  out_pixel:
    type:
    - 'null'
    - type: enum
      symbols: [uint8, uint16, int16, uint32, int32, float, double, cint16, cint32, cfloat, cdouble]
    label: 'Output Image: pixel type'
    doc: The type of the pixels of the output out.
    wps:toolDefault: float
  out_options:
    type: string?
    label: 'Output Image: extended file name'
    doc: 'How OTB writes the file: what stands behind the ? of an extended file name, for instance &gdal:co:COMPRESS=DEFLATE&streaming:type=none'
    wps:pattern: (&[A-Za-z0-9_:]+=[A-Za-z0-9_.,:;=+-]*)+
  exp:
    type: string
    label: Expressions
    doc: Mathematical expression to apply.
    wps:pattern: (?!\s*-+[A-Za-z])[\s\S]*\S[\s\S]*
    inputBinding:
      prefix: -exp
  incontext:
    type: File?
    label: Import context
    doc: A txt file containing user's constants and expressions.
    wps:mediaTypes: [text/plain]
    inputBinding:
      prefix: -incontext
  outcontext_name:
    type: string?
    label: 'Export context: file name'
    doc: What the file of the output outcontext is called; the extension decides its format. Without a name, and
      when nobody asks for the output, it is not written.
    wps:pattern: (?!otb-printed|cwl\.output)[A-Za-z0-9][A-Za-z0-9_.-]*
    wps:fileNameOf: outcontext
    inputBinding:
      prefix: -outcontext
outputs:
  out:
    type: File
    label: Output Image
    doc: Output image.
    secondaryFiles: ['.aux.xml?', '^.geom?']
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    outputBinding:
      glob: $(inputs["out_name"])
  outcontext:
    type: File?
    label: Export context
    doc: A txt file where to save user's constants and expressions.
    wps:mediaTypes: [text/plain]
    outputBinding:
      glob: $(inputs["outcontext_name"])
