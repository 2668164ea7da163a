import assert from 'node:assert/strict';
import nock from 'nock';
import { openDatabase, type Db } from '../src/database.ts';
import { SalesDesk, SoldOutError } from '../src/sales-desk.ts';
import { useNock } from '../tests/support/use-nock.ts';

const email = 'ada@example.com';

// One thing after the other.
describe('SalesDesk', () => {
  useNock();

  let db: Db;
  let desk: SalesDesk;

  beforeEach(() => {
    db = openDatabase(':memory:');
    desk = new SalesDesk({
      db,
      approvalUrl: 'https://approvals.example',
      mailUrl: 'https://mail.example',
    });
    nock('https://approvals.example').persist().post('/approvals').reply(204);
  });

  afterEach(() => {
    db.close();
  });

  it('sells until nothing is left', async () => {
    const productId = desk.addProduct('lamp', 1);
    await desk.sell({ productId, quantity: 1, email });
    await assert.rejects(desk.sell({ productId, quantity: 1, email }), SoldOutError);
    assert.equal(desk.stock(productId), 0);
  });

  it('sends one mail', async () => {
    nock('https://mail.example').post('/mails').reply(202);
    const productId = desk.addProduct('lamp', 1);
    const { id } = await desk.sell({ productId, quantity: 1, email });
    await desk.confirm(id);
    await desk.confirm(id);
    assert.ok(nock.pendingMocks().every((mock) => !mock.includes('mail.example')));
  });
});
