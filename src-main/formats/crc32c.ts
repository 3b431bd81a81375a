/** CRC-32C (Castagnoli; RFC 3720, appendix B.4), as TFRecord files carry it. */

/** The polynomial, its bits in the order in which bytes are read. */
const POLYNOMIAL = 0x82f63b78;

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit++) rest = (rest >>> 1) ^ ((rest & 1) === 1 ? POLYNOMIAL : 0);
  return rest >>> 0;
});

/** An unsigned 32-bit integer. */
export function crc32c(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of bytes) sum = (sum >>> 8) ^ (TABLE[(sum ^ byte) & 0xff] ?? 0);
  return ~sum >>> 0;
}
