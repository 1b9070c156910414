"""The Solara entry: routes, nothing else. `python app.py` serves it to this machine only and opens the browser."""

from pathlib import Path

import solara

from pages import live, serving

serving.keep_local()
routes = [solara.Route(path="/", component=live.Page, layout=live.Layout, label="Alliance Surge")]

if __name__ == "__main__":
    serving.main(Path(__file__).resolve())
