/**
 * The platform a native binary was built for, read from its header, under better-sqlite3's names
 * (`linuxmusl-arm64`, `win32-x64`, …); null for anything else.
 *
 * Sources: elf(5); Apple's mach-o/loader.h; Microsoft's "PE Format".
 */
export function platformOfBinary(bytes: Buffer): string | null {
  // Shorter than any header.
  if (bytes.length < 64) return null;
  const magic = bytes.readUInt32BE(0);
  if (magic === 0x7f454c46) return elfPlatform(bytes);
  // 64 bits, little-endian.
  if (magic === 0xcffaedfe)
    return named('darwin', { 0x01000007: 'x64', 0x0100000c: 'arm64' }, bytes.readUInt32LE(4));
  if (bytes.readUInt16BE(0) === 0x4d5a) return windowsPlatform(bytes);
  return null;
}

function elfPlatform(bytes: Buffer): string | null {
  // Each C library has a name of its own among the libraries that the binary asks for.
  const system = bytes.includes('libc.musl-') ? 'linuxmusl' : bytes.includes('libc.so.6\0') ? 'linux' : null;
  return system && named(system, { 0x3e: 'x64', 0xb7: 'arm64' }, bytes.readUInt16LE(18));
}

function windowsPlatform(bytes: Buffer): string | null {
  const header = bytes.readUInt32LE(0x3c);
  if (header + 6 > bytes.length || bytes.toString('latin1', header, header + 4) !== 'PE\0\0') return null;
  return named('win32', { 0x8664: 'x64', 0xaa64: 'arm64' }, bytes.readUInt16LE(header + 4));
}

function named(system: string, machines: Readonly<Record<number, string>>, machine: number): string | null {
  const name = machines[machine];
  return name === undefined ? null : `${system}-${name}`;
}
