// Of the players that can be seen, one plays at a time.

const playAlone = (stage) => {
  if (!("BroadcastChannel" in window)) return;
  const others = new BroadcastChannel("explainer");
  stage.video.addEventListener("play", () => others.postMessage("play"));
  others.addEventListener("message", () => {
    if (document.visibilityState === "visible") stage.pause();
  });
};
