import assert from 'node:assert/strict';
import nock from 'nock';
import { TemperatureAlert, type Notifier } from '../src/temperature-alert.ts';
import { WeatherService, WeatherUnavailableError } from '../src/weather-service.ts';

const baseUrl = 'https://api.weather.example';

/** Our own end of the line: keeps what it was asked to send, and fails on demand. */
class RecordingNotifier implements Notifier {
  readonly messages: string[] = [];
  failure: Error | undefined;

  async sendAlert(message: string): Promise<void> {
    if (this.failure !== undefined) throw this.failure;
    this.messages.push(message);
  }
}

describe('weather alerts', () => {
  let asked: Record<string, string>[];
  let weather: WeatherService;
  let notifier: RecordingNotifier;
  let alert: TemperatureAlert;

  beforeEach(() => {
    if (!nock.isActive()) nock.activate();
    nock.disableNetConnect();
    asked = [];
    weather = new WeatherService({ apiKey: 'test-key', baseUrl, timeoutMs: 1000 });
    notifier = new RecordingNotifier();
    alert = new TemperatureAlert(weather, notifier);
  });

  afterEach(() => {
    nock.cleanAll();
    nock.enableNetConnect();
    nock.restore();
  });

  /** The provider's answer to the next request. What that request asked for is kept in `asked`. */
  function answer(status: number, body: nock.Body): void {
    nock(baseUrl)
      .get('/current')
      .query(true)
      .reply((uri) => {
        asked.push(Object.fromEntries(new URL(uri, baseUrl).searchParams));
        return [status, body];
      });
  }

  it('asks for the city, with the key', async () => {
    answer(200, { temperature: 72 });

    await weather.getTemperatureF('Phoenix');

    assert.deepEqual(asked, [{ city: 'Phoenix', key: 'test-key' }]);
  });

  it('asks for a city with an ampersand in its name', async () => {
    answer(200, { temperature: 61 });

    await weather.getTemperatureF('Brighton & Hove');

    assert.equal(asked[0]?.city, 'Brighton & Hove');
  });

  it('does not take an outage for cool weather', async () => {
    answer(503, { error: 'maintenance' });

    await assert.rejects(alert.checkAndAlert('Phoenix'), WeatherUnavailableError);
  });

  it('takes a page of HTML for an outage', async () => {
    answer(200, '<html>Please log in to this network.</html>');

    await assert.rejects(alert.checkAndAlert('Phoenix'), WeatherUnavailableError);
  });

  it('alerts above the threshold, and not at it', async () => {
    for (const temperature of [99, 100, 101]) {
      answer(200, { temperature });
      await alert.checkAndAlert('Phoenix', 100);
    }

    assert.equal(notifier.messages.length, 1);
    assert.match(notifier.messages[0] ?? '', /101/);
    assert.match(notifier.messages[0] ?? '', /Phoenix/);
  });

  it('passes on that an alert could not be sent', async () => {
    answer(200, { temperature: 105 });
    notifier.failure = new Error('the pager is off');

    await assert.rejects(alert.checkAndAlert('Phoenix'), notifier.failure);
  });
});
