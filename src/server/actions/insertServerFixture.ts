import type { Binding } from '../analysis/bindings.ts';
import { isWritten } from '../analysis/bindings.ts';
import type { BlockNode, SyntaxNode } from '../analysis/syntax.ts';
import type { TestFile } from '../analysis/testFile.ts';
import { acquiredAround } from '../edits/fixtureInsertion.ts';
import { lineNumber } from '../edits/hookInsertion.ts';
import { importNames } from '../edits/namedImports.ts';
import type { NeededName } from '../edits/namedImports.ts';
import { end, freeName } from '../edits/statementInsertion.ts';
import { fixtureAction } from './fixtureAction.ts';

/** Answers every request, so that the result is a working suite before anything is typed. */
const exampleHandler = '(_request, response) => response.end()';

/** Gives a suite an HTTP server on a free port, and ends it together with its connections. */
export const insertServerFixture = fixtureAction({
  id: 'insert-server-fixture',
  title: 'Insert a fixture for an HTTP server',
  offer: 'Insert HTTP server fixture',
  kind: 'server-fixture',
  build(file, { suite, block }) {
    const known = acquiredAround(file, suite, (node) => startsServer(file, node));
    if (known !== undefined) {
      return { reason: `The suite starts a server already: line ${lineNumber(file.text, known.start)}.` };
    }
    const server = freeName(file, block, ['server', 'httpServer', 'testServer']);
    if (server === undefined)
      return { reason: 'The names `server`, `httpServer` and `testServer` are all taken in this suite.' };
    const baseUrl = freeName(file, block, ['baseUrl', 'serverUrl', 'origin']);
    if (baseUrl === undefined)
      return { reason: 'The names `baseUrl`, `serverUrl` and `origin` are all taken in this suite.' };
    const { indent, quote, typescript } = file.style;
    const mark = end(file);
    const values: readonly NeededName[] = [
      { module: 'node:events', name: 'once' },
      { module: 'node:http', name: 'createServer' },
    ];
    const types: readonly NeededName[] = [
      { module: 'node:http', name: 'Server', type: true },
      { module: 'node:net', name: 'AddressInfo', type: true },
    ];
    const imports = importNames(file, block, typescript ? [...values, ...types] : values);
    if ('reason' in imports) return imports;
    const [once, createServer, serverType = '', addressInfo = ''] = imports.written;
    const handler = handlerInScope(file, block) ?? exampleHandler;
    return {
      declarations: typescript
        ? [`let ${server}: ${serverType}`, `let ${baseUrl}: string`]
        : [`let ${server}`, `let ${baseUrl}`],
      setup: {
        kind: 'before',
        statements: [
          `${server} = ${createServer}(${handler})`,
          `${server}.listen(0, ${quote}127.0.0.1${quote})`,
          `await ${once}(${server}, ${quote}listening${quote})`,
          `const { port } = ${server}.address()${typescript ? ` as ${addressInfo}` : ''}`,
          `${baseUrl} = \`http://127.0.0.1:\${port}\``,
        ],
        async: true,
      },
      teardown: {
        kind: 'after',
        // Connections that are kept alive for a next request would keep `close` waiting, so they go first.
        statements: [
          [
            `if (${server}) {`,
            `${indent}${server}.closeAllConnections()${mark}`,
            `${indent}await new Promise((resolve) => ${server}.close(resolve))${mark}`,
            '}',
          ].join('\n'),
        ],
        async: true,
      },
      imports: imports.changes,
      stops: [{ number: 1, placeholder: handler, behind: `${createServer}(` }],
    };
  },
});

function startsServer(file: TestFile, node: SyntaxNode): boolean {
  if (node.kind !== 'Call') return false;
  if (node.callee.kind === 'Member' && node.callee.property === 'listen') return true;
  const origin = file.bindings.origin(node.callee);
  if (origin === undefined) return false;
  const name = origin.path.at(-1) ?? '';
  if (/^(https?|http2|net)$/.test(origin.module)) return /^create(Secure)?Server$/.test(name);
  return origin.module === '@hono/node-server' && /^(serve|createAdaptorServer)$/.test(name);
}

const handlerNames = ['app', 'handler', 'listener', 'requestListener', 'requestHandler'];

/** Methods of applications that are no request handlers themselves: Hono, Fastify, Koa. */
const otherFrameworks = new Set(['request', 'fetch', 'inject', 'callback', 'ready']);

/** The name of something that `createServer` most likely takes. */
function handlerInScope(file: TestFile, block: BlockNode): string | undefined {
  return handlerNames.find((name) => {
    const binding = file.bindings.lookup(name, block);
    return binding !== undefined && isThere(file, binding) && !isOtherFramework(file, binding);
  });
}

/** Has it its value when the suite's `before` hooks run? */
function isThere(file: TestFile, binding: Binding): boolean {
  if (binding.imported !== undefined) return !binding.imported.typeOnly;
  if (binding.kind === 'const' || binding.kind === 'function') return true;
  const writes = binding.references.filter(isWritten);
  return (
    binding.kind === 'let' &&
    writes.length > 0 &&
    writes.every((write) =>
      file.mocha.runBy(write)?.every((way) => way.by === 'hook' && way.hook.kind === 'before'),
    )
  );
}

function isOtherFramework(file: TestFile, binding: Binding): boolean {
  const { initial } = binding;
  const made = initial?.kind === 'New' || initial?.kind === 'Call' ? initial.callee : undefined;
  const module = made === undefined ? undefined : file.bindings.origin(made)?.module;
  if (module !== undefined && /^(hono|koa|fastify)\b/.test(module)) return true;
  return binding.references.some(
    ({ parent }) => parent?.kind === 'Member' && otherFrameworks.has(parent.property),
  );
}
