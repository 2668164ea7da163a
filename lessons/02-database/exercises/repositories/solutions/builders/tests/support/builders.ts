import type { NewOrder, Order, OrderRepository } from '../../src/orders.ts';
import type { NewUser, User, UserRepository } from '../../src/users.ts';

/** A stored user; each one has a name of their own unless the test chooses it. */
export function aUser(users: UserRepository, chosen: Partial<NewUser> = {}): User {
  const username = chosen.username ?? `user-${crypto.randomUUID()}`;
  return users.create({ email: `${username}@example.com`, ...chosen, username });
}

/** A stored order over an amount that a binary fraction could not hold. */
export function anOrder(
  orders: OrderRepository,
  chosen: Pick<NewOrder, 'userId'> & Partial<NewOrder>,
): Order {
  return orders.create({ totalCents: 1999, ...chosen });
}
