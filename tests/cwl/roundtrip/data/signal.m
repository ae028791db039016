x = load(argv(){1}); disp(mean(x));
