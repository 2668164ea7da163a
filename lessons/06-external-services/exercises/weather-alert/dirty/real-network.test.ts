import assert from 'node:assert/strict';
import { WeatherService, WeatherUnavailableError } from '../src/weather-service.ts';

describe('the real provider', () => {
  it('is asked in a test, and is not there', async () => {
    const options = { apiKey: 'k', baseUrl: 'https://api.weather.example', timeoutMs: 1000 };
    const reading = new WeatherService(options).getTemperatureF('Phoenix');
    await assert.rejects(reading, WeatherUnavailableError);
  });
});
