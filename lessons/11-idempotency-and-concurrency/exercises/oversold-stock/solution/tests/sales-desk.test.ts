import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import nock from 'nock';
import { openDatabase, type Db } from '../src/database.ts';
import { DatabaseBusyError, SalesDesk } from '../src/sales-desk.ts';
import { Barrier } from './support/barrier.ts';
import { useNock } from './support/use-nock.ts';

const approvalUrl = 'https://approvals.example';
const mailUrl = 'https://mail.example';
const email = 'ada@example.com';

describe('SalesDesk', () => {
  useNock();

  let folder: string;
  let db: Db;
  let somebodyElse: Db;
  let desk: SalesDesk;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sales-desk-'));
    db = openDatabase(join(folder, 'shop.sqlite'));
    somebodyElse = openDatabase(join(folder, 'shop.sqlite'));
    desk = new SalesDesk({ db, approvalUrl, mailUrl });
  });

  afterEach(() => {
    somebodyElse?.close();
    db?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Two sales of one piece each: both customers are being checked before either gets an answer. */
  async function sellTwoAtOnce(productId: number): Promise<string[]> {
    const barrier = new Barrier(2);
    nock(approvalUrl)
      .post('/approvals')
      .times(2)
      .reply(async () => {
        await barrier.arrive();
        return [204];
      });
    const sale = { productId, quantity: 1, email };
    const both = Promise.allSettled([desk.sell(sale), desk.sell(sale)]);
    await barrier.allArrived;
    barrier.release();
    return (await both).map(({ status }) => status).sort();
  }

  it('sells the last piece to one of two customers', async () => {
    const lamp = desk.addProduct('lamp', 1);

    const outcomes = await sellTwoAtOnce(lamp);

    assert.deepEqual(outcomes, ['fulfilled', 'rejected']);
    assert.equal(desk.stock(lamp), 0);
  });

  it('subtracts both of two sales', async () => {
    const lamp = desk.addProduct('lamp', 10);

    await sellTwoAtOnce(lamp);

    assert.equal(desk.stock(lamp), 8);
  });

  it('sends one mail when two ask for it at once', async () => {
    nock(approvalUrl).post('/approvals').reply(204);
    const { id } = await desk.sell({ productId: desk.addProduct('lamp', 1), quantity: 1, email });
    const mails: unknown[] = [];
    const barrier = new Barrier(1);
    nock(mailUrl)
      .persist()
      .post('/mails')
      .reply(async (_uri, mail) => {
        mails.push(mail);
        await barrier.arrive();
        return [202];
      });

    const both = Promise.all([desk.confirm(id), desk.confirm(id)]);
    await barrier.allArrived;
    barrier.release();
    await both;

    assert.equal(mails.length, 1);
  });

  it('does not sell while somebody else has locked the database', async () => {
    nock(approvalUrl).post('/approvals').reply(204);
    const lamp = desk.addProduct('lamp', 1);
    somebodyElse.exec('BEGIN IMMEDIATE');

    await assert.rejects(desk.sell({ productId: lamp, quantity: 1, email }), DatabaseBusyError);

    somebodyElse.exec('ROLLBACK');
    assert.equal(desk.stock(lamp), 1);
  });
});
