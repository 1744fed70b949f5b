import { createApp } from "vue";
import { createRouter, createWebHistory } from "vue-router";
import App from "./App.vue";
import IndexPage from "./IndexPage.vue";
import StoryPage from "./StoryPage.vue";
import "./style.css";

const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: "/", component: IndexPage },
    { path: "/stories/:id", component: StoryPage, props: true },
  ],
});

createApp(App).use(router).mount("#app");
