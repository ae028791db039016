plot datafile using 1:2 with lines
