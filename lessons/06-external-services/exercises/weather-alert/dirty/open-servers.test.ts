import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WeatherService } from '../src/weather-service.ts';

describe('a provider of its own that keeps listening', () => {
  it('reads a temperature', async () => {
    const server = createServer((_request, response) => {
      response.setHeader('content-type', 'application/json').end('{"temperature":72}');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    // It listens on a port, so this is its shape.
    const { port } = server.address() as AddressInfo;
    const options = { apiKey: 'k', baseUrl: `http://127.0.0.1:${port}`, timeoutMs: 1000 };
    assert.equal(await new WeatherService(options).getTemperatureF('Phoenix'), 72);
  });
});
