import assert from 'node:assert/strict';
import { lookupTables } from '../src/database.ts';

describe('runs one of its two tests', () => {
  it.only('knows the lookup tables', () => {
    assert.ok(lookupTables.includes('shipping_zones'));
  });

  it('keeps the record of migrations', () => {
    assert.ok(lookupTables.includes('schema_migrations'));
  });
});
