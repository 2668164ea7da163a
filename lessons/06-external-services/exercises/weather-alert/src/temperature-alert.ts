import type { WeatherService } from './weather-service.ts';

export interface Notifier {
  /** Resolves when the alert has been handed over, and rejects when that failed. */
  sendAlert(message: string): Promise<void>;
}

/** Warns people of heat. */
export class TemperatureAlert {
  readonly #weather: Pick<WeatherService, 'getTemperatureF'>;
  readonly #notifier: Notifier;

  constructor(weather: Pick<WeatherService, 'getTemperatureF'>, notifier: Notifier) {
    this.#weather = weather;
    this.#notifier = notifier;
  }

  /**
   * Sends one alert when it is hotter than the threshold, and none when it is just as hot. The
   * message names the city and the temperature, in words of its own.
   *
   * @returns whether an alert was sent
   * @throws WeatherUnavailableError when the temperature is not known; nothing is sent then
   * @throws the notifier's own error when the alert could not be sent
   */
  async checkAndAlert(city: string, thresholdF = 100): Promise<boolean> {
    const temperatureF = await this.#weather.getTemperatureF(city);
    if (temperatureF <= thresholdF) return false;
    await this.#notifier.sendAlert(`High temperature in ${city}: ${temperatureF} °F`);
    return true;
  }
}
