/** Short messages about what was done, or why not. They leave by themselves. */

export interface Message {
  id: number;
  text: string;
  isBad: boolean;
}

const SHOWN_FOR = 7000; // milliseconds

class Messages {
  #all = $state<Message[]>([]);
  #count = 0;

  get all(): readonly Message[] {
    return this.#all;
  }

  say(text: string, isBad = false): void {
    const message = { id: this.#count++, text, isBad };
    this.#all = [...this.#all.filter((each) => each.text !== text), message].slice(-4);
    setTimeout(() => this.dismiss(message.id), SHOWN_FOR);
  }

  dismiss(id: number): void {
    this.#all = this.#all.filter((message) => message.id !== id);
  }
}

export const messages = new Messages();
