import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DiscoveredNode, DiscoveredTests, SourceFile } from '../../../src/protocol/serverRequests.ts';
import { runLater, type Suite, type Test } from '../../../src/server/analysis/mochaModel.ts';
import { loadOnce } from '../../../src/server/analysis/parserLoading.ts';
import { withoutBodies } from '../../../src/server/analysis/outline.ts';
import { readTestFile, type TestFile } from '../../../src/server/analysis/testFile.ts';
import { typescriptParser } from '../../../src/server/analysis/typescriptParser.ts';
import { createTestDiscovery } from '../../../src/server/testDiscovery.ts';

const repository = join(import.meta.dirname, '../../..');

describe('discovery', function () {
  this.timeout(60_000);

  async function discover(text: string): Promise<DiscoveredTests> {
    const find = createTestDiscovery({ loadParser: async () => typescriptParser, read: () => '' });
    const [found] = await find({ files: [{ uri: 'file:///a.test.ts', text }] });
    assert.ok(found);
    return found;
  }

  async function outline(text: string): Promise<string> {
    const { nodes } = await discover(text);
    const lines: string[] = [];
    const add = (node: DiscoveredNode, depth: number): void => {
      const { start, end } = node.range;
      lines.push(
        `${'  '.repeat(depth)}${node.kind} ${node.title} ${start.line}:${start.character}-${end.line}:${end.character}`,
      );
      for (const child of node.children) add(child, depth + 1);
    };
    for (const node of nodes) add(node, 0);
    return lines.join('\n');
  }

  it('finds suites and tests in every spelling, with their places', async () => {
    const text = `describe('a', () => {
  context("b", function () {
    it('c');
    specify.only(\`d\`, async () => {
    });
  });
  xit('e ' + 'f', () => {});
});
suite.skip('g', () => { test('h', () => {}); });
describe.only('i', () => {}).timeout(5);
it('j', () => {});
`;
    assert.equal(
      await outline(text),
      `suite a 0:0-7:2
  suite b 1:2-5:4
    test c 2:4-2:11
    test d 3:4-4:6
  test e f 6:2-6:27
suite g 8:0-8:47
  test h 8:24-8:43
suite i 9:0-9:28
test j 10:0-10:17`,
    );
  });

  it('leaves out what only the run knows', async () => {
    const text = `const name = 'x';
describe(name, () => { it('inside a suite of unknown title', () => {}); });
describe('a', () => {
  for (const n of [1, 2]) it('in a loop', () => {});
  [1, 2].forEach((n) => { describe('in a callback', () => { it('x', () => {}); }); });
  it(\`with \${name}\`, () => {});
  it(name, () => {});
  it('stays', () => { it('not a test: inside one', () => {}); });
  function shared() { it('defined where it is called', () => {}); }
  shared();
});
`;
    assert.equal(await outline(text), 'suite a 2:0-10:2\n  test stays 7:2-7:64');
  });

  it('knows mocha by binding, not by spelling', async () => {
    const text = `import { describe as group, it as example } from 'mocha';
import { test } from 'node:test';
group('a', () => { example('b', () => {}); });
test('of another runner', () => {});
function f(it) { it('a parameter'); }
object.it('a method');
group('by name', body);
function body() { example('c', () => {}); }
`;
    assert.equal(
      await outline(text),
      'suite a 2:0-2:45\n  test b 2:19-2:41\nsuite by name 6:0-6:22\n  test c 7:18-7:40',
    );
  });

  const samples = globSync(['lessons/**/*.test.ts', 'test/**/*.test.ts'], { cwd: repository }).map(
    (path) => ({ path, text: readFileSync(join(repository, path), 'utf8') }),
  );

  it('finds without what tests do the same as with it', () => {
    assert.ok(samples.length > 80, `${samples.length} files`);
    const unsure = samples.filter(({ path, text }) => {
      const outline = withoutBodies(text, runLater);
      if (outline === null) return true;
      assert.equal(outline.length, text.length);
      assert.deepEqual(certainIn(path, outline), certainIn(path, text), path);
      return false;
    });
    assert.deepEqual(
      unsure.map(({ path }) => path),
      [],
    );
  });

  it('gives up on what it cannot read rather than find other tests', () => {
    // Removes a character here and there; what is still whole must be found the same.
    let whole = 0;
    // Three parses each: with every file it would take as long as all other tests of the server together.
    const rounds = Math.ceil(2_500 / samples.length);
    for (const [index, { path, text }] of samples.entries()) {
      for (let round = 1; round <= rounds; round += 1) {
        const at = (round * 7919 + index * 104_729) % text.length;
        const mutated = text.slice(0, at) + text.slice(at + 1);
        const outline = withoutBodies(mutated, runLater);
        if (outline === null || parsed(path, mutated).broken || parsed(path, outline).broken) continue;
        assert.deepEqual(certainIn(path, outline), certainIn(path, mutated), `${path} without ${at}`);
        whole += 1;
      }
    }
    assert.ok(whole > 200, `${whole} files were whole`);
  });

  it('leaves out bodies, and nothing else', () => {
    const outlined = (text: string): string | null => withoutBodies(text, new Set(['it', 'before']));
    assert.equal(outlined("it('a', () => { x(); });"), "it('a', () => {      });");
    assert.equal(
      outlined("it.only('a', async function () { if (a) { b } })"),
      `it.only('a', async function () {${' '.repeat(14)}})`,
    );
    assert.equal(outlined("it('a', { a: 1 }, () => a);"), "it('a', { a: 1 }, () => a);");
    for (const text of [
      "x.it('a', () => { b });",
      "describe('a', () => { b });",
      "it('{', `}${'`'}`, /[/'{]/);",
    ]) {
      assert.equal(outlined(text), text);
    }
    for (const text of ["it('a', () => {", "it('a)", 'it(`a)', "it('a', () => { ] });", 'a = /b']) {
      assert.equal(outlined(text), null, text);
    }
    assert.equal(
      outlined("it('a', () => { `${{}}` + /}/.test('}') // }\n});"),
      `it('a', () => {${' '.repeat(29)}\n});`,
    );
  });

  it('reads what is not handed over, and parses only what has changed', async () => {
    const texts = new Map([
      ['file:///a.test.ts', "it('a');"],
      ['file:///b.test.ts', "it('b');"],
    ]);
    let parsed = 0;
    const find = createTestDiscovery({
      loadParser: async () => {
        parsed += 1;
        return typescriptParser;
      },
      read: (uri) => {
        const text = texts.get(uri);
        if (text === undefined) throw new Error('ENOENT');
        return text;
      },
    });
    const titles = async (...files: SourceFile[]): Promise<string[]> =>
      (await find({ files })).map(
        ({ nodes, broken }) => `${nodes.map(({ title }) => title).join()}${broken ? ' broken' : ''}`,
      );
    const [a, b] = [...texts.keys()].map((uri) => ({ uri }));
    assert.ok(a && b);
    assert.deepEqual(await titles(a, b), ['a', 'b']);
    assert.equal(parsed, 2);
    texts.set(b.uri, "it('c');");
    assert.deepEqual(await titles(a, b), ['a', 'c']);
    assert.equal(parsed, 3);
    assert.deepEqual(await titles({ ...a, text: "it('unsaved');" }), ['unsaved']);
    texts.delete(b.uri);
    assert.deepEqual(await titles(a, b), ['a', ' broken']);
  });

  it('saves what it can of broken text, and says so', async () => {
    const text = `describe('a', () => {
  it('b', () => {
    const x = [1, 2;
    db.
  });
  it('c', () => {
`;
    const { nodes, broken } = await discover(text);
    assert.equal(broken, true);
    assert.deepEqual(
      nodes.flatMap((node) => [node.title, ...node.children.map((child) => child.title)]),
      ['a', 'b', 'c'],
    );
  });
});

function parsed(path: string, text: string): TestFile {
  return readTestFile(typescriptParser, path, text, {});
}

/** What is certain to run, with its place: what may run who knows how often is left to the run. */
function certainIn(path: string, text: string): unknown[] {
  const outlineOf = (nodes: readonly (Suite | Test)[]): unknown[] =>
    nodes
      .filter(({ dynamic }) => !dynamic)
      .map((node) => [
        node.kind,
        node.title,
        node.call.start,
        node.kind === 'suite' ? outlineOf(node.children) : [],
      ]);
  return outlineOf(parsed(path, text).mocha.roots);
}

describe('the parser', () => {
  it('is loaded when it is asked for, once, and again after a failure', async () => {
    let loads = 0;
    const load = loadOnce(async () => {
      loads += 1;
      if (loads === 1) throw new Error('Not now.');
      return typescriptParser;
    });
    assert.equal(loads, 0);
    await assert.rejects(load(), /Not now/);
    assert.equal(await load(), typescriptParser);
    assert.equal(await load(), typescriptParser);
    assert.equal(loads, 2);
  });
});
