import type { TestFile } from './testFile.ts';

/** What TypeScript, Babel and bundlers leave in what they write. */
const traces =
  /^(?:\/\/[#@] sourceMappingURL=\S+\s*$|Object\.defineProperty\(exports, ["']__esModule["']|(?:function|var) _interopRequire(?:Default|Wildcard)\b)/m;

/** One of them is in each trace. To look for plain words takes a tenth of the time, and nearly no file has one. */
const words = ['sourceMappingURL=', '__esModule', '_interopRequire'];

/** Did a compiler write the file? Then its source is what people mend. */
export function isCompiled(file: TestFile): boolean {
  return file.once(traces, () => words.some((word) => file.text.includes(word)) && traces.test(file.text));
}
