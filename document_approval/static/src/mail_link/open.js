// What the link knows stands behind the "#" and never was in an address the server saw: send it on by
// POST, and take it out of the browser's history.
(() => {
    const form = document.getElementById("open");
    const token = decodeURIComponent(window.location.hash.slice(1));
    if (!token) {
        document.getElementById("incomplete").hidden = false;
        document.getElementById("wait").hidden = true;
        return;
    }
    form.elements.token.value = token;
    window.history.replaceState(null, "", window.location.pathname);
    form.submit();
})();
