import assert from 'node:assert/strict';
import { findExercise, loadCatalog } from '../../../src/course/catalog.ts';
import { commentLine, parsePlace, placeNamed, placesBehind } from '../../../src/course/contract.ts';
import { sourceInstallation } from '../../support/scratch.ts';

const source = `import { a } from './a.ts';

export interface Order {
  /** Of the database's choice. */
  readonly id: number;
}

/** Something else. */
export class Other {}

/**
 * Keeps orders. \`class OrderBook\` is not declared here:
 * class OrderBook {
 */
export class OrderBook {
  readonly #db: Db;

  /** Stores one. */
  async add<T>(order: T): Promise<void> {
    if (total(order)) this.#db.add(order);
  }
}

// no documentation
export function total(order: Order): number {
  return order.id;
}

export class Bare {
  /** What it promises stands inside. */
  pay(): void {}
}
`;

describe('the place of a contract', () => {
  const line = (symbol: string | null, text = source): string | undefined =>
    text.split('\n')[commentLine(text, symbol) ?? -1];

  it('is the comment above a declaration, from its first line', () => {
    assert.equal(commentLine(source, 'OrderBook'), 10);
    assert.equal(line('add'), '  /** Stores one. */');
    assert.equal(commentLine(source.replaceAll('\n', '\r\n'), 'OrderBook'), 10);
  });

  it('is the first comment after it where there is none above', () => {
    assert.equal(line('Bare'), '  /** What it promises stands inside. */');
    assert.equal(line('total'), '  /** What it promises stands inside. */');
    assert.equal(line('Order'), "  /** Of the database's choice. */");
  });

  it('is the first comment at the top of the file when nothing is named', () => {
    assert.equal(line(null), '/** Something else. */');
  });

  it('is nowhere without the declaration, or without a comment', () => {
    for (const symbol of ['Orders', 'order', 'Ord', 'toString'])
      assert.equal(commentLine(source, symbol), null);
    assert.equal(commentLine('export class Bare {}\n', 'Bare'), null);
    assert.equal(commentLine('', null), null);
  });

  it('is written as a file below src/ or tests/, and what is declared there', () => {
    assert.deepEqual(parsePlace('src/a/b.ts#$x'), { file: 'src/a/b.ts', symbol: '$x' });
    assert.deepEqual(parsePlace('tests/a.test.ts'), { file: 'tests/a.test.ts', symbol: null });
    for (const wrong of [
      '',
      'src/',
      'src',
      'lib/a.ts',
      '/src/a.ts',
      'src/a.ts#',
      'src/a.ts#a b',
      'src\\a.ts',
      'command:x',
    ])
      assert.equal(parsePlace(wrong), null, wrong);
  });

  it('is meant by a path that names its file', () => {
    const files = ['src/orders.ts', 'src/users.ts', 'tests/support/db.ts'];
    const contract = ['src/orders.ts#OrderBook'];
    const named = (path: string): string | null => placeNamed(path, files, contract);
    assert.equal(named('src/orders.ts'), 'src/orders.ts#OrderBook');
    assert.equal(named('src/users.ts'), 'src/users.ts');
    assert.equal(named('tests/support'), 'tests/support/');
    assert.equal(named('src/'), 'src/');
    for (const nothing of ['src/order', 'src/orders.ts/', 'tests/a.ts']) assert.equal(named(nothing), null);
  });
});

describe('where a link leads', () => {
  const catalog = loadCatalog(sourceInstallation.lessons);
  const repositories = findExercise(catalog, 'repositories');
  const places = (asked: string): string[] =>
    placesBehind(repositories, asked).map(({ file, symbol }) =>
      symbol === null ? file : `${file}#${symbol}`,
    );

  it('is the place, and of a folder its contracts, else its files', () => {
    assert.deepEqual(places('src/users.ts#UserRepository'), ['src/users.ts#UserRepository']);
    assert.deepEqual(places('src/'), ['src/users.ts#UserRepository', 'src/orders.ts#OrderRepository']);
    assert.deepEqual(places('tests/'), ['tests/repositories.test.ts']);
  });

  it('is nothing outside of what the exercise begins with', () => {
    const outside = [
      '',
      '/',
      'src',
      '../',
      'src/../',
      'src/../../../../package.json',
      'src/../exercise.json',
      '/etc/passwd',
      'C:/Windows/win.ini',
      'src/users.ts/..',
      'src\\users.ts',
      'src/users.ts\0',
      'solution/tests/repositories.test.ts',
      'faults/fk-off.patch',
      'exercise.json',
      'command:workbench.action.quit',
      'file:///etc/passwd',
      'toString',
    ];
    for (const asked of outside) assert.deepEqual(places(asked), [], asked);
  });
});
