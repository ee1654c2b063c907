// Light or dark before anything is drawn: as the person wishes, or as the system does. Paper is always light.
{
  const root = document.documentElement;
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  const paper = window.matchMedia("print");
  const put = () => {
    const isDark = root.dataset.wish === "dark" || (root.dataset.wish !== "light" && system.matches);
    if (isDark && !paper.matches) root.dataset.bsTheme = "dark";
    else delete root.dataset.bsTheme;
  };
  put();
  system.addEventListener("change", put);
  paper.addEventListener("change", put);
}
