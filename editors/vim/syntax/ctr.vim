" Vim syntax file for ctrc recipes.
" Made from grammar/vocabulary/ by scripts/editors/vim.ts; change it there.
if exists("b:current_syntax")
  finish
endif

" Bash, for shell """…""".
syntax include @ctrBash syntax/sh.vim
unlet! b:current_syntax

" A bare word: letters, digits and _ . % + -
syntax iskeyword @,48-57,_,.,%,+,-

" Words that may follow a keyword.
syntax match ctrWord /\<\%(cpuset\.cpus\.partition\|memory\.oom\.group\|memory\.swap\.high\|memory\.zswap\.max\|cpu\.weight\.nice\|hugetlb\.1GB\.max\|hugetlb\.2MB\.max\|memory\.swap\.max\|pressure\.memory\|pressure\.cpu\|cpuset\.cpus\|cpuset\.mems\|interleaved\|memory\.high\|memory\.peak\|pressure\.io\|cpu\.weight\|memory\.low\|memory\.max\|memory\.min\|sequential\|unconfined\|io\.weight\|other-cpu\|read-only\|throttled\|cpu\.idle\|loopback\|packages\|pids\.max\|cpu\.max\|program\|storage\|swapped\|timeout\|format\|io\.max\|kernel\|median\|mirror\|random\|sha256\|stderr\|stdout\|group\|links\|ready\|riops\|stdin\|steal\|wiops\|auto\|cpus\|exit\|file\|free\|from\|host\|keep\|mode\|none\|port\|rbps\|root\|seed\|size\|time\|tree\|unit\|veth\|wbps\|when\|map\|max\|md5\|not\|oom\|as\|at\|in\|of\|to\)\>/
syntax match ctrConstant /\<\%(checkpoint_restore\|net_bind_service\|dac_read_search\|linux_immutable\|sys_tty_config\|audit_control\|block_suspend\|net_broadcast\|dac_override\|mac_override\|sys_resource\|audit_write\|audit_read\|lvm-direct\|sys_chroot\|sys_module\|sys_ptrace\|wake_alarm\|ipc_owner\|mac_admin\|net_admin\|sys_admin\|sys_pacct\|sys_rawio\|contains\|ipc_lock\|isolated\|lvm-loop\|pressure\|sys_boot\|sys_nice\|sys_time\|matches\|net_raw\|overlay\|perfmon\|setfcap\|setpcap\|docker\|fowner\|fsetid\|member\|memory\|native\|nspawn\|podman\|setgid\|setuid\|syslog\|btrfs\|bwrap\|chown\|lease\|mknod\|aufs\|crun\|disk\|ext4\|kill\|pids\|runc\|aci\|bpf\|cpu\|lxc\|oci\|off\|rkt\|tar\|vfs\|xfs\|io\|is\|on\)\>/

" A keyword begins its line, or its block.
syntax match ctrAction /\%(^\|{\)\@1<=\s*\zs\%(drop-caches\|calibrate\|directory\|rollback\|exclude\|commit\|except\|expect\|export\|import\|remove\|resume\|limit\|pause\|sleep\|start\|diff\|exec\|host\|load\|save\|stop\|sync\|wait\|run\)\>/
syntax match ctrSetting /\%(^\|{\)\@1<=\s*\zs\%(cpuset\.cpus\.partition\|no-new-privileges\|memory\.oom\.group\|memory\.swap\.high\|memory\.zswap\.max\|cpu\.weight\.nice\|hugetlb\.1GB\.max\|hugetlb\.2MB\.max\|memory\.swap\.max\|capabilities\|cpuset\.cpus\|cpuset\.mems\|memory\.high\|cpu\.weight\|filesystem\|memory\.low\|memory\.max\|memory\.min\|directory\|io\.weight\|namespace\|read-only\|apparmor\|cpu\.idle\|hostname\|pids\.max\|archive\|cpu\.max\|network\|program\|scratch\|seccomp\|storage\|workdir\|cgroup\|debian\|device\|driver\|engine\|io\.max\|metric\|repeat\|warmup\|fetch\|image\|mount\|order\|probe\|tmpfs\|until\|boot\|file\|mask\|root\|size\|time\|user\|env\|ipc\|oci\|pid\|uts\)\>/
syntax match ctrDeclaration /\%(^\|{\)\@1<=\s*\zs\%(container\|namespace\|finally\|measure\|prepare\|require\|storage\|cgroup\|import\|matrix\|recipe\|build\|check\|image\|param\|for\)\>/

syntax match ctrNumber /\<\d\+\%(\.\d\+\)\?\%(EiB\|GiB\|KiB\|MiB\|PiB\|TiB\|min\|EB\|GB\|KB\|MB\|PB\|TB\|kB\|ms\|us\|B\|h\|s\|%\)\?\>/
syntax match ctrNumber /\<\d\+\%(\.\.\|-\)\d\+\>/
syntax match ctrOperator /<=\|>=\|<\|>/
syntax match ctrReference /${[A-Za-z0-9_.-]\+}/
syntax match ctrEscape /\\\%(["\\/bfnrt$]\|u\x\{4}\)/ contained
syntax region ctrString start=/"/ skip=/\\"/ end=/"/ oneline contains=ctrEscape,ctrReference
syntax region ctrText start=/"""/ end=/"""/ contains=ctrEscape,ctrReference
syntax region ctrShell matchgroup=ctrWord start=/\<shell\s*"""/ end=/"""/ contains=@ctrBash keepend

" A command is argv, up to the end of its line: no shell's signs mean anything in it.
syntax match ctrProgram /\%(\$\s\+\)\@<=[^ \t'"\\$]\+/ contained
syntax region ctrSingleQuoted start=/'/ end=/'/ oneline contained
syntax region ctrDoubleQuoted start=/"/ skip=/\\"/ end=/"/ oneline contained contains=ctrReference
syntax match ctrMisplaced /[|&;<>()*`]\+/ contained
syntax match ctrOption /\s\@1<=--\?[A-Za-z0-9][A-Za-z0-9-]*/ contained
syntax match ctrProtected /\\./ contained
syntax region ctrCommand matchgroup=ctrDollar start=/\$\%(\s\|$\)\@=/ skip=/\\$/ end=/\s\+}[ \t}]*$/me=s-1 end=/$/ contains=ctrProgram,ctrSingleQuoted,ctrDoubleQuoted,ctrReference,ctrMisplaced,ctrOption,ctrProtected,ctrCommandComment
syntax match ctrCommandComment /\s\@1<=#.*$/ contained contains=@Spell

syntax match ctrComment /#.*$/ contains=@Spell

highlight default link ctrDeclaration Structure
highlight default link ctrSetting Identifier
highlight default link ctrAction Statement
highlight default link ctrWord Keyword
highlight default link ctrConstant Constant
highlight default link ctrNumber Number
highlight default link ctrOperator Operator
highlight default link ctrReference PreProc
highlight default link ctrEscape SpecialChar
highlight default link ctrProtected SpecialChar
highlight default link ctrString String
highlight default link ctrText String
highlight default link ctrSingleQuoted String
highlight default link ctrDoubleQuoted String
highlight default link ctrDollar Operator
highlight default link ctrProgram Function
highlight default link ctrOption Special
highlight default link ctrMisplaced Error
highlight default link ctrComment Comment
highlight default link ctrCommandComment Comment

" Long texts begin somewhere above.
syntax sync minlines=200

let b:current_syntax = "ctr"
