import assert from 'node:assert/strict';
import { ephemeralPort } from '../../../../src/server/actions/ephemeralPort.ts';
import { readTestFile } from '../../../../src/server/analysis/testFile.ts';
import { typescriptParser } from '../../../../src/server/analysis/typescriptParser.ts';

function reasonAt(text: string): string | undefined {
  const start = text.indexOf('▮');
  const file = readTestFile(typescriptParser, 'a.test.ts', text.replace('▮', ''), {});
  const [offer] = ephemeralPort.offers(file, { start, end: start });
  const edit = offer?.edit();
  return edit?.possible === false ? edit.reason : undefined;
}

describe('ephemeral-port', () => {
  const head = `import { createServer } from 'node:http';\n`;

  it('asks for the cursor on a port', () => {
    assert.match(
      reasonAt(`${head}▮it('a', () => { createServer().listen(3000); });`) ?? '',
      /Put the cursor on/,
    );
  });

  it('says why it cannot apply', () => {
    assert.match(reasonAt(`${head}it('a', () => { createServer().listen(▮3000); });`) ?? '', /in a variable/);
    assert.match(reasonAt(`${head}it('a', () => { createServer().listen(▮3000); `) ?? '', /syntax errors/);
  });

  it('offers nothing in a file without a fixed port', () => {
    const file = readTestFile(typescriptParser, 'a.test.ts', `${head}createServer().listen(0);`, {});
    assert.deepEqual(ephemeralPort.offers(file, { start: 60, end: 60 }), []);
  });
});
