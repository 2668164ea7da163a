import assert from 'node:assert/strict';
import { isPath, partsOf, pathsIn, placesOnPage, type PageItem } from '../../../src/course/mentions.ts';

const shop = {
  files: [
    'src/orders.ts',
    'src/users.ts',
    'src/total.ts',
    'tests/orders.test.ts',
    'tests/support/fake-clock.ts',
  ],
  contract: ['src/orders.ts#OrderBook', 'src/orders.ts#total'],
};

describe('the files that a text names', () => {
  it('are found in plain text, without the dots and commas of the sentence', () => {
    assert.deepEqual(
      pathsIn(
        'Read src/ and src/a.b/order-service.ts. A clock is in tests/support, see (src/x.ts); not mysrc/a.ts or ../src/b.ts.',
      ),
      ['src/', 'src/a.b/order-service.ts', 'tests/support', 'src/x.ts'],
    );
    assert.deepEqual(pathsIn('src, tests and resrc/ are none'), []);
  });

  it('are told from code', () => {
    for (const path of ['src/', 'tests/a.test.ts', 'src/a']) assert.ok(isPath(path), path);
    for (const code of ['src', 'import "src/a.ts"', 'src/a.ts#x', 'src/a.ts ', '', 'src/../a.ts']) {
      assert.ok(!isPath(code), code);
    }
  });

  it('lead to the contract in the file, as its own names do', () => {
    const parts = partsOf(
      'Test OrderBook of src/orders.ts, not OrderBooks, with src/users.ts and src/gone.ts.',
      shop,
    );
    assert.deepEqual(
      parts.flatMap(({ text, place }) => (place === null ? [] : [[text, place]])),
      [
        ['OrderBook', 'src/orders.ts#OrderBook'],
        ['src/orders.ts', 'src/orders.ts#OrderBook'],
        ['src/users.ts', 'src/users.ts'],
      ],
    );
    assert.equal(
      parts.map(({ text }) => text).join(''),
      'Test OrderBook of src/orders.ts, not OrderBooks, with src/users.ts and src/gone.ts.',
    );
  });

  it('are not named once more by what stands in their paths', () => {
    const places = partsOf('src/total.ts and total', shop).flatMap(({ place }) => place ?? []);
    assert.deepEqual(places, ['src/total.ts', 'src/orders.ts#total']);
  });

  it('leave a text without any as it is', () => {
    assert.deepEqual(partsOf('Only words.', shop), [{ text: 'Only words.', place: null }]);
    assert.deepEqual(partsOf('', shop), []);
  });

  it('belong on a page to the card of their section, or to the only exercise that has them', () => {
    const path = (name: string): PageItem => ({ type: 'path', path: name });
    const fixture = {
      files: ['src/users.ts', 'src/only.ts', 'src/deep/a.ts', 'tests/support/db.ts'],
      contract: [],
    };
    const items: PageItem[] = [
      path('src/orders.ts'),
      path('src/users.ts'),
      path('src/'),
      { type: 'heading' },
      path('src/'),
      { type: 'exercise', name: 'shop' },
      path('tests/'),
      { type: 'exercise', name: 'fixture' },
      path('src/users.ts'),
      path('src/orders.ts'),
      { type: 'heading' },
      path('src/only.ts'),
      path('src/deep/'),
    ];
    const places = placesOnPage(items, new Map(Object.entries({ shop, fixture })));
    assert.deepEqual(
      places.map((place) => place && `${place.exercise} ${place.place}`),
      [
        'shop src/orders.ts#OrderBook',
        null,
        null,
        'shop src/',
        'fixture tests/',
        'fixture src/users.ts',
        null,
        'fixture src/only.ts',
        null,
      ],
    );
  });
});
