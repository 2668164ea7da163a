import { createServer, type IncomingMessage, type Server } from 'node:http';
import { Orders } from './orders.ts';
import type { Db } from './database.ts';
import { charge } from './payments.ts';

/** The shop over HTTP: `POST /orders`, `POST /orders/ID/payment`, `GET /orders/ID`. Not yet listening. */
export function createShop(db: Db): Server {
  const orders = new Orders(db);

  const answer = async (request: IncomingMessage): Promise<{ status: number; body: unknown }> => {
    const [, , id = '', action] = (request.url ?? '').split('/');
    if (request.method === 'POST' && id === '') {
      const { owner, cents } = JSON.parse(await textOf(request)) as { owner: string; cents: number };
      return { status: 201, body: orders.read(orders.add(owner, cents)) };
    }
    const order = orders.read(Number(id));
    if (order === undefined) return { status: 404, body: { error: `There is no order ${id}.` } };
    if (request.method === 'POST' && action === 'payment') {
      orders.pay(order.id, await charge(order.id, order.cents));
    }
    return { status: 200, body: orders.read(order.id) };
  };

  return createServer((request, response) => {
    void (async () => {
      const { status, body } = await answer(request).catch((error: unknown) => ({
        status: 502,
        body: { error: String(error) },
      }));
      response.writeHead(status, { 'content-type': 'application/json', connection: 'close' });
      response.end(JSON.stringify(body));
    })();
  });
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}
