import assert from 'node:assert/strict';
import nock from 'nock';
import { WeatherService } from '../src/weather-service.ts';

describe('the weather service', () => {
  it('gives a number', async () => {
    if (!nock.isActive()) nock.activate();
    try {
      nock('http://weather.test').get('/current').query(true).reply(200, { temperature: 50 });
      const options = { apiKey: 'k', baseUrl: 'http://weather.test', timeoutMs: 1000 };
      const temperature = await new WeatherService(options).getTemperatureF('Oslo');
      assert.equal(typeof temperature, 'number');
    } finally {
      nock.cleanAll();
      nock.restore();
    }
  });
});
