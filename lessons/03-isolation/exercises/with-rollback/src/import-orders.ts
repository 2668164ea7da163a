import type { Db } from './database.ts';
import { OrderRepository, type NewOrder, type Order } from './orders.ts';

/**
 * Stores all of these orders, or none of them.
 *
 * @throws UnknownUserError when one of them names a user who does not exist; nothing is stored then
 */
export function importOrders(db: Db, orders: readonly NewOrder[]): Order[] {
  const repository = new OrderRepository(db);
  const importAll = db.transaction(() => orders.map((order) => repository.create(order)));
  return importAll();
}
