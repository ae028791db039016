stands for NetCDF
