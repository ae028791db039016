"""S3-compatible object storage: results are kept there, and inputs are read from there. The only place of boto3."""
