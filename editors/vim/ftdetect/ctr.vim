autocmd BufNewFile,BufRead *.ctr setfiletype ctr
