/**
 * A right recipe of about `bytes` bytes, in which statements of many kinds stand in the proportions of those that
 * people write.
 */
export function longRecipe(bytes) {
  let text = `recipe long "As many checks as fit"\n\nparam rounds 10 "runs of each measure"\n\nrequire root\n`;
  for (let number = 1; text.length < bytes; number += 1) text += part(number);
  return text;
}

const part = (number) => `
# Part ${number}: a container with limits, a check of them, and what one start costs.
cgroup group-${number} {
  cpuset.cpus 0
  memory.max  ${16 + (number % 48)}MiB
  pids.max    20
}

container box-${number} {
  root     host
  cgroup   group-${number}
  hostname box-${number}
  env      NUMBER "${number}"
  tmpfs    "/scratch" size 1MiB
}

check limited-${number} {
  start box-${number} as idle-${number} $ sleep 10
  expect idle-${number} in group-${number}
  run box-${number} timeout 5s $ dd if=/dev/zero of=/dev/null bs=128M count=1
  expect oom
}

measure start-${number} {
  repeat \${rounds} as i
  warmup 1
  probe  time, cpu, memory
  run box-${number} $ echo "run \${i} of" 'number ${number}'
  expect stdout contains "number ${number}"
}
`;
