import assert from 'node:assert/strict';
import { lintText } from '../../../src/server/lint.ts';

const source = `"use strict";
it('sends', () => { process.env.HOME = undefined; assert.equal(process.env.HOME, undefined); });
`;

describe('what a compiler wrote', () => {
  it('is reported while a person wrote it', () => {
    assert.ok(lintText('a.test.js', source).length > 0);
    assert.ok(lintText('a.test.js', `${source}const map = '//# sourceMappingURL=a.js.map';\n`).length > 0);
  });

  for (const [name, text] of Object.entries({
    'with a source map': `${source}//# sourceMappingURL=a.test.js.map\n`,
    'by TypeScript': `Object.defineProperty(exports, "__esModule", { value: true });\n${source}`,
    'by Babel': `var _fs = _interopRequireDefault(require("fs"));\nfunction _interopRequireDefault(e) { return e && e.__esModule ? e : { default: e }; }\n${source}`,
  })) {
    it(`is left alone ${name}`, () => {
      assert.deepEqual(lintText('a.test.js', text), []);
    });
  }
});
