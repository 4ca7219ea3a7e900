import { mount } from "svelte";
import App from "./App.svelte";
import "./app.css";
import { preferences } from "./i18n/i18n.svelte";

await preferences.load();
mount(App, { target: document.getElementById("app")! });
