/**
 * keepalived calls setgroups before each script that it runs, which a user namespace made without privileges refuses for
 * ever (user_namespaces(7)). It then logs one line, runs nothing, and takes the check for passed: in a laboratory no
 * check would ever fail and no event be told. This is a shared object for LD_PRELOAD whose setgroups does nothing and
 * says so with 0: in such a namespace there are no other groups anyway.
 */

interface Machine {
  /** ELF's number for it. */
  readonly number: number;
  /** `return 0` */
  readonly code: readonly number[];
}

const machines: Readonly<Partial<Record<NodeJS.Architecture, Machine>>> = {
  // xor eax, eax; ret
  x64: { number: 62, code: [0x31, 0xc0, 0xc3] },
  // mov w0, #0; ret
  arm64: { number: 183, code: [0x00, 0x00, 0x80, 0x52, 0xc0, 0x03, 0x5f, 0xd6] },
};

const SIZES = { header: 64, programHeader: 56, symbol: 24, dynamic: 16 };
const NAME = "\0setgroups\0";

/** @throws Error when it is not known for this kind of machine */
export function setgroupsStandIn(architecture: NodeJS.Architecture = process.arch): Buffer {
  const machine = machines[architecture];
  if (!machine)
    throw new Error(`Scripts of keepalived cannot be run without root on ${architecture}: use x64 or arm64.`);
  const code = { at: 0x100, bytes: Buffer.from(machine.code) };
  const symbols = { at: 0x110, bytes: symbolTable(code) };
  const names = { at: 0x140, bytes: Buffer.from(NAME) };
  const hash = { at: 0x150, bytes: words32(1, 2, 1, 0, 0) };
  const dynamic = { at: 0x168, bytes: dynamicTable(hash.at, symbols.at, names) };
  const size = dynamic.at + dynamic.bytes.length;
  const file = Buffer.alloc(size);
  for (const { at, bytes } of [code, symbols, names, hash, dynamic]) bytes.copy(file, at);
  header(machine.number).copy(file, 0);
  programHeaders(size, dynamic).copy(file, SIZES.header);
  return file;
}

interface Part {
  readonly at: number;
  readonly bytes: Buffer;
}

/** A shared object (3) of 64 bits, little-endian, with three program headers and no sections. */
function header(machine: number): Buffer {
  const bytes = Buffer.alloc(SIZES.header);
  bytes.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  bytes.writeUInt16LE(3, 16);
  bytes.writeUInt16LE(machine, 18);
  bytes.writeUInt32LE(1, 20);
  bytes.writeBigUInt64LE(BigInt(SIZES.header), 32);
  bytes.writeUInt16LE(SIZES.header, 52);
  bytes.writeUInt16LE(SIZES.programHeader, 54);
  bytes.writeUInt16LE(3, 56);
  return bytes;
}

/** The loader writes into the dynamic table, so that the one segment is writable as well as executable. */
function programHeaders(size: number, dynamic: Part): Buffer {
  const [loaded, table, stack] = [1, 2, 0x6474e551];
  const header = (type: number, flags: number, at: number, length: number, align: number) =>
    Buffer.concat([words32(type, flags), words64(at, at, at, length, length, align)]);
  return Buffer.concat([
    header(loaded, 7, 0, size, 0x1000),
    header(table, 6, dynamic.at, dynamic.bytes.length, 8),
    header(stack, 6, 0, 0, 16),
  ]);
}

/** The empty symbol that must come first, and a global function. */
function symbolTable({ at, bytes }: Part): Buffer {
  const symbol = Buffer.alloc(SIZES.symbol);
  symbol.writeUInt32LE(1, 0);
  symbol.writeUInt8(0x12, 4);
  symbol.writeUInt16LE(1, 6);
  words64(at, bytes.length).copy(symbol, 8);
  return Buffer.concat([Buffer.alloc(SIZES.symbol), symbol]);
}

function dynamicTable(hash: number, symbols: number, names: Part): Buffer {
  const [DT_NULL, DT_HASH, DT_STRTAB, DT_SYMTAB, DT_STRSZ, DT_SYMENT] = [0, 4, 5, 6, 10, 11];
  return words64(
    ...[DT_HASH, hash, DT_STRTAB, names.at, DT_SYMTAB, symbols, DT_STRSZ, names.bytes.length],
    ...[DT_SYMENT, SIZES.symbol, DT_NULL, 0],
  );
}

function words32(...words: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * words.length);
  words.forEach((word, index) => bytes.writeUInt32LE(word, 4 * index));
  return bytes;
}

function words64(...words: readonly number[]): Buffer {
  const bytes = Buffer.alloc(8 * words.length);
  words.forEach((word, index) => bytes.writeBigUInt64LE(BigInt(word), 8 * index));
  return bytes;
}
