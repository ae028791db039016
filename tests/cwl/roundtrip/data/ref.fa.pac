stands for pac
