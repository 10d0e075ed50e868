const unsigned crc_table[4] = {0, 1, 2, 3};
