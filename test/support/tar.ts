/** A member of a tar archive, as hostile as the test wants it. */
export interface Member {
  readonly name: string;
  readonly type: "file" | "directory" | "symlink" | "hardlink" | "character" | "block" | "fifo";
  /** 644, or 755 of a directory, when unsaid. */
  readonly mode?: number;
  readonly link?: string;
  readonly content?: string;
  /** Device numbers. */
  readonly major?: number;
  readonly minor?: number;
}

const FLAGS = {
  file: "0",
  hardlink: "1",
  symlink: "2",
  character: "3",
  block: "4",
  directory: "5",
  fifo: "6",
};

/** A ustar archive of exactly these members, in this order: no tool would write some of them. */
export function tarOf(members: readonly Member[]): Buffer {
  const blocks = members.flatMap((member) => {
    const content = Buffer.from(member.content ?? "");
    return [header(member, content.length), content, Buffer.alloc(-content.length & 511)];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

function header(member: Member, sizeBytes: number): Buffer {
  const block = Buffer.alloc(512);
  const octal = (value: number, at: number, digits: number) =>
    block.write(`${value.toString(8).padStart(digits, "0")}\0`, at);
  block.write(member.name, 0, 100);
  octal(member.mode ?? (member.type === "directory" ? 0o755 : 0o644), 100, 7);
  octal(0, 108, 7);
  octal(0, 116, 7);
  octal(sizeBytes, 124, 11);
  octal(1_000_000_000, 136, 11);
  block.write("        ", 148);
  block.write(FLAGS[member.type], 156);
  block.write(member.link ?? "", 157, 100);
  block.write("ustar\x0000", 257);
  octal(member.major ?? 0, 329, 7);
  octal(member.minor ?? 0, 337, 7);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return block;
}
