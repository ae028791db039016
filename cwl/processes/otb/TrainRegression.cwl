# Written by `wps-cwl otb generate` from OTB 8.1.1; changes get lost.
cwlVersion: v1.2
class: CommandLineTool
$namespaces:
  wps: https://w3id.org/wps-cwl#
label: TrainRegression
doc: |-
  WARNING: This application is deprecated, it will be removed in a future OTB release. Train a classifier from multiple images to perform regression.

  This application trains a classifier from multiple input images or a CSV file, in order to perform regression. Predictors are composed of pixel values in each band optionally centered and reduced using an XML statistics file produced by the ComputeImagesStatistics application.

  The output value for each predictor is assumed to be the last band (or the last column for CSV files). Training and validation predictor lists are built such that their size is inferior to maximum bounds given by the user, and the proportion corresponds to the balance parameter. Several classifier parameters can be set depending on the chosen classifier. In the validation process, the mean square error is computed between the ground truth and the estimated model.

  This application is based on LibSVM and on OpenCV Machine Learning classifiers, and is compatible with OpenCV 2.3.1 and later.

  See also: OpenCV documentation for machine learning http://docs.opencv.org/modules/ml/doc/ml.html
wps:version: 8.1.1
wps:keywords: [Orfeo ToolBox, Deprecated, Learning]
wps:progress: terminal
wps:lastStage: Writing
requirements:
  InlineJavascriptRequirement:
    expressionLib:
    - |-
      function image(file) {
        return file.path + (/[.](rad|hd|lum|ent)$/i.test(file.path) ? ".no-image-may-be-called-so" : "");
      }
    - |-
      function printed(text, key) {
        var below = text.slice(text.lastIndexOf("Output parameters value:")).split("\n");
        var found = below.filter(function (line) { return line.indexOf(key + ":") === 0; });
        return found.length ? found[0].slice(key.length + 1).trim() : null;
      }
      function printedNumber(text, key) {
        var value = printed(text, key);
        return value === null || value === "" || !isFinite(Number(value)) ? null : Number(value);
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
baseCommand: [otbcli_TrainRegression]
arguments: []
inputs:
  io.il:
    type: File[]
    label: 'Input and output data: Input Image List'
    doc: A list of input images. First (n-1) bands should contain the predictor. The last band should contain the
      output value to predict.
    wps:mediaTypes: [image/tiff; subtype=geotiff, image/tiff, image/jp2, image/png, image/jpeg]
    secondaryFiles: ['.aux.xml?', '.ovr?', '^.geom?', '^.hdr?', '^.prj?', '^.tfw?']
    inputBinding:
      prefix: -io.il
      valueFrom: $(self.map(image))
  io.csv:
    type: File?
    label: 'Input and output data: Input CSV file'
    doc: Input CSV file containing the predictors, and the output values in last column. Only used when no input
      image is given
    wps:mediaTypes: [text/csv]
    inputBinding:
      prefix: -io.csv
  io.imstat:
    type: File?
    label: 'Input and output data: Input XML image statistics file'
    doc: Input XML file containing the mean and the standard deviation of the input images.
    wps:mediaTypes: [application/xml]
    inputBinding:
      prefix: -io.imstat
  io.out_name:
    type: string
    default: io.out.model
    label: 'Input and output data: Output regression model: file name'
    doc: What the file of the output io.out is called; the extension decides its format.
    wps:pattern: (?!otb-printed|cwl\.output)[A-Za-z0-9][A-Za-z0-9_.-]*
    wps:fileNameOf: io.out
    inputBinding:
      prefix: -io.out
  sample.mt:
    type: int?
    label: 'Training and validation samples parameters: Maximum training predictors'
    doc: Maximum number of training predictors (default = 1000) (no limit = -1).
    wps:toolDefault: 1000
    inputBinding:
      prefix: -sample.mt
  sample.mv:
    type: int?
    label: 'Training and validation samples parameters: Maximum validation predictors'
    doc: Maximum number of validation predictors (default = 1000) (no limit = -1).
    wps:toolDefault: 1000
    inputBinding:
      prefix: -sample.mv
  sample.vtr:
    type: float?
    label: 'Training and validation samples parameters: Training and validation sample ratio'
    doc: Ratio between training and validation samples (0.0 = all training, 1.0 = all validation) (default = 0.5).
    wps:toolDefault: 0.5
    inputBinding:
      prefix: -sample.vtr
  classifier:
    type:
    - 'null'
    - type: enum
      symbols: [libsvm, dt, ann, rf, knn]
    label: Classifier to use for the training
    doc: |-
      Choice of the classifier to use for the training.

      - libsvm: LibSVM classifier: This group of parameters allows setting SVM classifier parameters.
      - dt: Decision Tree classifier: http://docs.opencv.org/modules/ml/doc/decision_trees.html
      - ann: Artificial Neural Network classifier: http://docs.opencv.org/modules/ml/doc/neural_networks.html
      - rf: Random forests classifier: http://docs.opencv.org/modules/ml/doc/random_trees.html
      - knn: KNN classifier: http://docs.opencv.org/modules/ml/doc/k_nearest_neighbors.html
    wps:toolDefault: libsvm
    inputBinding:
      prefix: -classifier
  classifier.libsvm.k:
    type:
    - 'null'
    - type: enum
      symbols: [linear, rbf, poly, sigmoid]
    label: SVM Kernel Type
    doc: |-
      SVM Kernel Type.

      - linear: Linear: Linear Kernel, no mapping is done, this is the fastest option.
      - rbf: Gaussian radial basis function: This kernel is a good choice in most of the case. It is an exponential function of the euclidean distance between the vectors.
      - poly: Polynomial: Polynomial Kernel, the mapping is a polynomial function.
      - sigmoid: Sigmoid: The kernel is a hyperbolic tangente function of the vectors.
    wps:toolDefault: linear
    wps:when: classifier = libsvm
    inputBinding:
      prefix: -classifier.libsvm.k
  classifier.libsvm.m:
    type:
    - 'null'
    - type: enum
      symbols: [epssvr, nusvr]
    label: SVM Model Type
    doc: |-
      Type of SVM formulation.

      - epssvr: Epsilon Support Vector Regression: The distance between feature vectors from the training set and the fitting hyper-plane must be less than Epsilon. For outliers the penalty multiplier C is used
      - nusvr: Nu Support Vector Regression: Same as the epsilon regression except that this time the bounded parameter nu is used instead of epsilon
    wps:toolDefault: epssvr
    wps:when: classifier = libsvm
    inputBinding:
      prefix: -classifier.libsvm.m
  classifier.libsvm.c:
    type: float?
    label: Cost parameter C
    doc: SVM models have a cost parameter C (1 by default) to control the trade-off between training errors and
      forcing rigid margins.
    wps:toolDefault: 1
    wps:when: classifier = libsvm
    inputBinding:
      prefix: -classifier.libsvm.c
  classifier.libsvm.gamma:
    type: float?
    label: Gamma parameter
    doc: Set gamma parameter in poly/rbf/sigmoid kernel function
    wps:minimum: 0
    wps:toolDefault: 1
    wps:when: classifier = libsvm
    inputBinding:
      prefix: -classifier.libsvm.gamma
  classifier.libsvm.coef0:
    type: float?
    label: Coefficient parameter
    doc: Set coef0 parameter in poly/sigmoid kernel function
    wps:toolDefault: 0
    wps:when: classifier = libsvm
    inputBinding:
      prefix: -classifier.libsvm.coef0
  classifier.libsvm.degree:
    type: int?
    label: Degree parameter
    doc: Set polynomial degree in poly kernel function
    wps:minimum: 1
    wps:toolDefault: 3
    wps:when: classifier = libsvm
    inputBinding:
      prefix: -classifier.libsvm.degree
  classifier.libsvm.nu:
    type: float?
    label: Cost parameter Nu
    doc: Cost parameter Nu, in the range 0..1, the larger the value, the smoother the decision.
    wps:toolDefault: 0.5
    wps:when: classifier = libsvm
    inputBinding:
      prefix: -classifier.libsvm.nu
  classifier.libsvm.opt:
    type: boolean?
    label: Parameters optimization
    doc: SVM parameters optimization flag.
    wps:toolDefault: false
    wps:when: classifier = libsvm
    inputBinding:
      prefix: -classifier.libsvm.opt
      valueFrom: '$(self ? "true" : "false")'
  classifier.libsvm.prob:
    type: boolean?
    label: Probability estimation
    doc: Probability estimation flag.
    wps:toolDefault: false
    wps:when: classifier = libsvm
    inputBinding:
      prefix: -classifier.libsvm.prob
      valueFrom: '$(self ? "true" : "false")'
  classifier.libsvm.eps:
    type: float?
    label: Epsilon
    doc: The distance between feature vectors from the training set and the fitting hyper-plane must be less than
      Epsilon. For outliersthe penalty multiplier is set by C.
    wps:toolDefault: 0.001
    wps:when: classifier = libsvm
    inputBinding:
      prefix: -classifier.libsvm.eps
  classifier.dt.max:
    type: int?
    label: Maximum depth of the tree
    doc: The training algorithm attempts to split each node while its depth is smaller than the maximum possible
      depth of the tree. The actual depth may be smaller if the other termination criteria are met, and/or if the
      tree is pruned.
    wps:toolDefault: 10
    wps:when: classifier = dt
    inputBinding:
      prefix: -classifier.dt.max
  classifier.dt.min:
    type: int?
    label: Minimum number of samples in each node
    doc: If the number of samples in a node is smaller than this parameter, then this node will not be split.
    wps:toolDefault: 10
    wps:when: classifier = dt
    inputBinding:
      prefix: -classifier.dt.min
  classifier.dt.ra:
    type: float?
    label: Termination criteria for regression tree
    doc: If all absolute differences between an estimated value in a node and the values of the train samples in
      this node are smaller than this regression accuracy parameter, then the node will not be split further.
    wps:toolDefault: 0.01
    wps:when: classifier = dt
    inputBinding:
      prefix: -classifier.dt.ra
  classifier.dt.cat:
    type: int?
    label: Cluster possible values of a categorical variable into K <= cat clusters to find a suboptimal split
    doc: Cluster possible values of a categorical variable into K <= cat clusters to find a suboptimal split.
    wps:toolDefault: 10
    wps:when: classifier = dt
    inputBinding:
      prefix: -classifier.dt.cat
  classifier.dt.r:
    type: boolean?
    label: Set Use1seRule flag to false
    doc: If true, then a pruning will be harsher. This will make a tree more compact and more resistant to the training
      data noise but a bit less accurate.
    wps:toolDefault: false
    wps:when: classifier = dt
    inputBinding:
      prefix: -classifier.dt.r
      valueFrom: '$(self ? "true" : "false")'
  classifier.dt.t:
    type: boolean?
    label: Set TruncatePrunedTree flag to false
    doc: If true, then pruned branches are physically removed from the tree.
    wps:toolDefault: false
    wps:when: classifier = dt
    inputBinding:
      prefix: -classifier.dt.t
      valueFrom: '$(self ? "true" : "false")'
  classifier.ann.t:
    type:
    - 'null'
    - type: enum
      symbols: [back, reg]
    label: Train Method Type
    doc: |-
      Type of training method for the multilayer perceptron (MLP) neural network.

      - back: Back-propagation algorithm: Method to compute the gradient of the loss function and adjust weights in the network to optimize the result.
      - reg: Resilient Back-propagation algorithm: Almost the same as the Back-prop algorithm except that it does not take into account the magnitude of the partial derivative (coordinate of the gradient) but only its sign.
    wps:toolDefault: reg
    wps:when: classifier = ann
    inputBinding:
      prefix: -classifier.ann.t
  classifier.ann.sizes:
    type: string[]?
    label: Number of neurons in each intermediate layer
    doc: The number of neurons in each intermediate layer (excluding input and output layers).
    wps:pattern: (?!\s*-+[A-Za-z])[\s\S]*\S[\s\S]*
    wps:when: classifier = ann
    wps:requiredWhen: classifier = ann
    inputBinding:
      prefix: -classifier.ann.sizes
  classifier.ann.f:
    type:
    - 'null'
    - type: enum
      symbols: [ident, sig, gau]
    label: Neuron activation function type
    doc: |-
      This function determine whether the output of the node is positive or not depending on the output of the transfer function.

      - ident: Identity function
      - sig: Symmetrical Sigmoid function
      - gau: Gaussian function (Not completely supported)
    wps:toolDefault: sig
    wps:when: classifier = ann
    inputBinding:
      prefix: -classifier.ann.f
  classifier.ann.a:
    type: float?
    label: Alpha parameter of the activation function
    doc: Alpha parameter of the activation function (used only with sigmoid and gaussian functions).
    wps:toolDefault: 1
    wps:when: classifier = ann
    inputBinding:
      prefix: -classifier.ann.a
  classifier.ann.b:
    type: float?
    label: Beta parameter of the activation function
    doc: Beta parameter of the activation function (used only with sigmoid and gaussian functions).
    wps:toolDefault: 1
    wps:when: classifier = ann
    inputBinding:
      prefix: -classifier.ann.b
  classifier.ann.bpdw:
    type: float?
    label: Strength of the weight gradient term in the BACKPROP method
    doc: Strength of the weight gradient term in the BACKPROP method. The recommended value is about 0.1.
    wps:toolDefault: 0.1
    wps:when: classifier = ann
    inputBinding:
      prefix: -classifier.ann.bpdw
  classifier.ann.bpms:
    type: float?
    label: Strength of the momentum term (the difference between weights on the 2 previous iterations)
    doc: Strength of the momentum term (the difference between weights on the 2 previous iterations). This parameter
      provides some inertia to smooth the random fluctuations of the weights. It can vary from 0 (the feature is
      disabled) to 1 and beyond. The value 0.1 or so is good enough.
    wps:toolDefault: 0.1
    wps:when: classifier = ann
    inputBinding:
      prefix: -classifier.ann.bpms
  classifier.ann.rdw:
    type: float?
    label: Initial value Delta_0 of update-values Delta_{ij} in RPROP method
    doc: Initial value Delta_0 of update-values Delta_{ij} in RPROP method (default = 0.1).
    wps:toolDefault: 0.1
    wps:when: classifier = ann
    inputBinding:
      prefix: -classifier.ann.rdw
  classifier.ann.rdwm:
    type: float?
    label: Update-values lower limit Delta_{min} in RPROP method
    doc: Update-values lower limit Delta_{min} in RPROP method. It must be positive (default = 1e-7).
    wps:toolDefault: 1.0e-07
    wps:when: classifier = ann
    inputBinding:
      prefix: -classifier.ann.rdwm
  classifier.ann.term:
    type:
    - 'null'
    - type: enum
      symbols: [iter, eps, all]
    label: Termination criteria
    doc: |-
      Termination criteria.

      - iter: Maximum number of iterations: Set the number of iterations allowed to the network for its training. Training will stop regardless of the result when this number is reached
      - eps: Epsilon: Training will focus on result and will stop once the precision isat most epsilon
      - all: Max. iterations + Epsilon: Both termination criteria are used. Training stop at the first reached
    wps:toolDefault: all
    wps:when: classifier = ann
    inputBinding:
      prefix: -classifier.ann.term
  classifier.ann.eps:
    type: float?
    label: Epsilon value used in the Termination criteria
    doc: Epsilon value used in the Termination criteria.
    wps:toolDefault: 0.01
    wps:when: classifier = ann
    inputBinding:
      prefix: -classifier.ann.eps
  classifier.ann.iter:
    type: int?
    label: Maximum number of iterations used in the Termination criteria
    doc: Maximum number of iterations used in the Termination criteria.
    wps:toolDefault: 1000
    wps:when: classifier = ann
    inputBinding:
      prefix: -classifier.ann.iter
  classifier.rf.max:
    type: int?
    label: Maximum depth of the tree
    doc: The depth of the tree. A low value will likely underfit and conversely a high value will likely overfit.
      The optimal value can be obtained using cross validation or other suitable methods.
    wps:toolDefault: 5
    wps:when: classifier = rf
    inputBinding:
      prefix: -classifier.rf.max
  classifier.rf.min:
    type: int?
    label: Minimum number of samples in each node
    doc: If the number of samples in a node is smaller than this parameter, then the node will not be split. A reasonable
      value is a small percentage of the total data e.g. 1 percent.
    wps:toolDefault: 10
    wps:when: classifier = rf
    inputBinding:
      prefix: -classifier.rf.min
  classifier.rf.ra:
    type: float?
    label: Termination Criteria for regression tree
    doc: If all absolute differences between an estimated value in a node and the values of the train samples in
      this node are smaller than this regression accuracy parameter, then the node will not be split.
    wps:toolDefault: 0
    wps:when: classifier = rf
    inputBinding:
      prefix: -classifier.rf.ra
  classifier.rf.cat:
    type: int?
    label: Cluster possible values of a categorical variable into K <= cat clusters to find a suboptimal split
    doc: Cluster possible values of a categorical variable into K <= cat clusters to find a suboptimal split.
    wps:toolDefault: 10
    wps:when: classifier = rf
    inputBinding:
      prefix: -classifier.rf.cat
  classifier.rf.var:
    type: int?
    label: Size of the randomly selected subset of features at each tree node
    doc: The size of the subset of features, randomly selected at each tree node, that are used to find the best
      split(s). If you set it to 0, then the size will be set to the square root of the total number of features.
    wps:toolDefault: 0
    wps:when: classifier = rf
    inputBinding:
      prefix: -classifier.rf.var
  classifier.rf.nbtrees:
    type: int?
    label: Maximum number of trees in the forest
    doc: The maximum number of trees in the forest. Typically, the more trees you have, the better the accuracy.
      However, the improvement in accuracy generally diminishes and reaches an asymptote for a certain number of
      trees. Also to keep in mind, increasing the number of trees increases the prediction time linearly.
    wps:toolDefault: 100
    wps:when: classifier = rf
    inputBinding:
      prefix: -classifier.rf.nbtrees
  classifier.rf.acc:
    type: float?
    label: Sufficient accuracy (OOB error)
    doc: Sufficient accuracy (OOB error).
    wps:toolDefault: 0.01
    wps:when: classifier = rf
    inputBinding:
      prefix: -classifier.rf.acc
  classifier.knn.k:
    type: int?
    label: Number of Neighbors
    doc: The number of neighbors to use.
    wps:toolDefault: 32
    wps:when: classifier = knn
    inputBinding:
      prefix: -classifier.knn.k
  classifier.knn.rule:
    type:
    - 'null'
    - type: enum
      symbols: [mean, median]
    label: Decision rule
    doc: |-
      Decision rule for regression output

      - mean: Mean of neighbors values: Returns the mean of neighbors values
      - median: Median of neighbors values: Returns the median of neighbors values
    wps:toolDefault: mean
    wps:when: classifier = knn
    inputBinding:
      prefix: -classifier.knn.rule
  rand:
    type: int?
    label: Random seed
    doc: Set a specific random seed with integer value.
    inputBinding:
      prefix: -rand
outputs:
  io.out:
    type: File
    label: 'Input and output data: Output regression model'
    doc: Output file containing the model estimated (.txt format).
    wps:mediaTypes: [application/octet-stream]
    outputBinding:
      glob: $(inputs["io.out_name"])
  io.mse:
    type: double?
    label: Mean Square Error
    doc: Mean square error computed with the validation predictors
    outputBinding:
      glob: otb-printed.txt
      loadContents: true
      outputEval: $(printedNumber(self[0].contents, "io.mse"))
stdout: otb-printed.txt
