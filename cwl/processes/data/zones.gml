<?xml version="1.0" encoding="utf-8" ?>
<ogr:FeatureCollection
     gml:id="aFeatureCollection"
     xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
     xsi:schemaLocation="http://ogr.maptools.org/ zones.xsd"
     xmlns:ogr="http://ogr.maptools.org/"
     xmlns:gml="http://www.opengis.net/gml/3.2">
  <gml:boundedBy><gml:Envelope srsName="urn:ogc:def:crs:EPSG::4326"><gml:lowerCorner>40.1609 -105.91372</gml:lowerCorner><gml:upperCorner>40.55343 -105.49359</gml:upperCorner></gml:Envelope></gml:boundedBy>
                                                                                                                                               
  <ogr:featureMember>
    <ogr:zones gml:id="zones.0">
      <gml:boundedBy><gml:Envelope srsName="urn:ogc:def:crs:EPSG::4326"><gml:lowerCorner>40.35717 -105.91372</gml:lowerCorner><gml:upperCorner>40.55252 -105.70366</gml:upperCorner></gml:Envelope></gml:boundedBy>
      <ogr:geometryProperty><gml:Polygon srsName="urn:ogc:def:crs:EPSG::4326" gml:id="zones.geom.0"><gml:exterior><gml:LinearRing><gml:posList>40.37293 -105.91372 40.46559 -105.89927 40.4862 -105.855 40.47679 -105.82282 40.49978 -105.77287 40.53845 -105.75046 40.55252 -105.70366 40.35717 -105.70366 40.35717 -105.86919 40.37104 -105.86843 40.37293 -105.91372</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></ogr:geometryProperty>
      <ogr:name>north-west</ogr:name>
      <ogr:number>1</ogr:number>
    </ogr:zones>
  </ogr:featureMember>
  <ogr:featureMember>
    <ogr:zones gml:id="zones.1">
      <gml:boundedBy><gml:Envelope srsName="urn:ogc:def:crs:EPSG::4326"><gml:lowerCorner>40.35717 -105.70366</gml:lowerCorner><gml:upperCorner>40.55343 -105.49359</gml:upperCorner></gml:Envelope></gml:boundedBy>
      <ogr:geometryProperty><gml:Polygon srsName="urn:ogc:def:crs:EPSG::4326" gml:id="zones.geom.1"><gml:exterior><gml:LinearRing><gml:posList>40.52896 -105.66452 40.53683 -105.59894 40.50546 -105.55859 40.51907 -105.51739 40.43394 -105.51288 40.43363 -105.49359 40.40473 -105.49462 40.38254 -105.53802 40.40474 -105.58887 40.37615 -105.55204 40.37645 -105.56622 40.35968 -105.55731 40.35717 -105.56049 40.35717 -105.70366 40.55252 -105.70366 40.55343 -105.70061 40.52896 -105.66452</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></ogr:geometryProperty>
      <ogr:name>north-east</ogr:name>
      <ogr:number>2</ogr:number>
    </ogr:zones>
  </ogr:featureMember>
  <ogr:featureMember>
    <ogr:zones gml:id="zones.2">
      <gml:boundedBy><gml:Envelope srsName="urn:ogc:def:crs:EPSG::4326"><gml:lowerCorner>40.16444 -105.87151</gml:lowerCorner><gml:upperCorner>40.35717 -105.70366</gml:upperCorner></gml:Envelope></gml:boundedBy>
      <ogr:geometryProperty><gml:Polygon srsName="urn:ogc:def:crs:EPSG::4326" gml:id="zones.geom.2"><gml:exterior><gml:LinearRing><gml:posList>40.16444 -105.75231 40.17611 -105.78056 40.16741 -105.81725 40.21619 -105.84183 40.23452 -105.83526 40.23809 -105.79694 40.25622 -105.79912 40.25659 -105.84345 40.31461 -105.85868 40.31461 -105.87151 40.35717 -105.86919 40.35717 -105.70366 40.16532 -105.70366 40.17926 -105.72693 40.16444 -105.75231</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></ogr:geometryProperty>
      <ogr:name>south-west</ogr:name>
      <ogr:number>3</ogr:number>
    </ogr:zones>
  </ogr:featureMember>
  <ogr:featureMember>
    <ogr:zones gml:id="zones.3">
      <gml:boundedBy><gml:Envelope srsName="urn:ogc:def:crs:EPSG::4326"><gml:lowerCorner>40.1609 -105.70366</gml:lowerCorner><gml:upperCorner>40.35717 -105.53282</gml:upperCorner></gml:Envelope></gml:boundedBy>
      <ogr:geometryProperty><gml:Polygon srsName="urn:ogc:def:crs:EPSG::4326" gml:id="zones.geom.3"><gml:exterior><gml:LinearRing><gml:posList>40.21053 -105.53282 40.1609 -105.57989 40.16182 -105.69783 40.16532 -105.70366 40.35717 -105.70366 40.35717 -105.56049 40.33254 -105.59176 40.32534 -105.5485 40.29997 -105.53363 40.29336 -105.56167 40.21053 -105.53282</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></ogr:geometryProperty>
      <ogr:name>south-east</ogr:name>
      <ogr:number>4</ogr:number>
    </ogr:zones>
  </ogr:featureMember>
</ogr:FeatureCollection>
