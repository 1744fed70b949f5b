import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vite";

// Vue is told that the elements are the browser's, not components that it lacks.
const isCustomElement = (tag) => tag.startsWith("understory-");

export default defineConfig({ plugins: [vue({ template: { compilerOptions: { isCustomElement } } })] });
