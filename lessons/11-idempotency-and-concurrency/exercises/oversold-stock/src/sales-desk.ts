import { isBusy, type Db } from './database.ts';

export interface NewSale {
  productId: number;
  quantity: number;
  /** Where the confirmation goes. */
  email: string;
}

export interface Sale extends NewSale {
  id: number;
}

/** There are not enough pieces left. Nothing was sold. */
export class SoldOutError extends Error {
  override name = 'SoldOutError';
}

/** The database was locked by somebody else for too long. Nothing was sold. */
export class DatabaseBusyError extends Error {
  override name = 'DatabaseBusyError';
}

/** A service that the desk depends on did not do what it was asked. */
export class ServiceError extends Error {
  override name = 'ServiceError';
}

export interface SalesDeskOptions {
  db: Db;
  /** Checks customers: `POST <url>/approvals` with `{ email }` answers 204. */
  approvalUrl: string;
  /** Sends mails: `POST <url>/mails` with at least `{ to, saleId }` answers 202. */
  mailUrl: string;
}

/**
 * Sells what is in stock. Any number of sales may be under way at the same time. Left open: which
 * ids there are, how the stock is stored, what else a mail holds, and the words of errors.
 */
export class SalesDesk {
  readonly #db: Db;
  readonly #approvalUrl: string;
  readonly #mailUrl: string;

  constructor({ db, approvalUrl, mailUrl }: SalesDeskOptions) {
    this.#db = db;
    this.#approvalUrl = approvalUrl;
    this.#mailUrl = mailUrl;
  }

  addProduct(name: string, stock: number): number {
    const insert = this.#db.prepare('INSERT INTO products (name, stock) VALUES (@name, @stock)');
    return Number(insert.run({ name, stock }).lastInsertRowid);
  }

  stock(productId: number): number {
    return this.#stockOf(productId);
  }

  /**
   * Has the customer approved first, and then takes the pieces from the stock and stores the sale.
   * Never are more pieces sold than there are.
   *
   * @throws SoldOutError
   * @throws DatabaseBusyError
   * @throws ServiceError
   */
  async sell(sale: NewSale): Promise<Sale> {
    await post(`${this.#approvalUrl}/approvals`, { email: sale.email });
    const store = this.#db.transaction(() => {
      this.#take(sale);
      return this.#insertSale(sale);
    });
    try {
      // Immediate: it locks before it reads, so what it has read is still true when it writes.
      return store.immediate();
    } catch (error) {
      if (!isBusy(error)) throw error;
      throw new DatabaseBusyError('The sale could not be stored. Try again.', { cause: error });
    }
  }

  /**
   * Sends the confirmation of a sale: one mail, however often and by however many it is asked to.
   *
   * @throws ServiceError
   */
  async confirm(saleId: number): Promise<void> {
    // Whoever changes the row is the one who sends.
    const claim = this.#db.prepare<[number], string>(
      'UPDATE sales SET confirmed = 1 WHERE id = ? AND confirmed = 0 RETURNING email',
    );
    const to = claim.pluck().get(saleId);
    if (to === undefined) return;
    try {
      await post(`${this.#mailUrl}/mails`, { to, saleId });
    } catch (error) {
      this.#db.prepare('UPDATE sales SET confirmed = 0 WHERE id = ?').run(saleId);
      throw error;
    }
  }

  #take({ productId, quantity }: NewSale): void {
    const { changes } = this.#db
      .prepare('UPDATE products SET stock = stock - ? WHERE id = ? AND stock >= ?')
      .run(quantity, productId, quantity);
    if (changes === 0) throw new SoldOutError(`Product ${productId}: fewer than ${quantity} left.`);
  }

  #insertSale(sale: NewSale): Sale {
    const insert = this.#db.prepare<NewSale>(
      'INSERT INTO sales (product_id, quantity, email) VALUES (@productId, @quantity, @email)',
    );
    return { id: Number(insert.run(sale).lastInsertRowid), ...sale };
  }

  #stockOf(productId: number): number {
    const select = this.#db.prepare<[number], number>('SELECT stock FROM products WHERE id = ?');
    return select.pluck().get(productId) ?? 0;
  }
}

async function post(url: string, body: object): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new ServiceError(`${url} answered ${response.status}.`);
}
