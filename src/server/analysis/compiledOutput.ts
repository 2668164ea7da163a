import type { TestFile } from './testFile.ts';

/** What TypeScript, Babel and bundlers leave in what they write. */
const traces =
  /^(?:\/\/[#@] sourceMappingURL=\S+\s*$|Object\.defineProperty\(exports, ["']__esModule["']|(?:function|var) _interopRequire(?:Default|Wildcard)\b)/m;

/** Did a compiler write the file? Then its source is what people mend. */
export function isCompiled(file: TestFile): boolean {
  return file.once(traces, () => traces.test(file.text));
}
