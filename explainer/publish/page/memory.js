// What a viewer chose the last time, where the browser keeps anything for this page.

const memory = {
  kept(name) {
    try {
      return window.localStorage.getItem(`explainer.${name}`);
    } catch {
      return null; // a sandbox has no storage
    }
  },

  keep(name, value) {
    try {
      window.localStorage.setItem(`explainer.${name}`, value);
    } catch {
      // then it is chosen anew
    }
  },
};
