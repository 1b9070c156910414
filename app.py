"""The Solara entry: routes, nothing else. `python app.py` serves it to this machine only and opens the browser."""

from pathlib import Path

import solara

from pages import charts, serving, shell
from pages.compare import page as compare
from pages.explore import page as explore
from pages.live import page as live
from pages.model import page as model
from pages.uncertainty import page as uncertainty
from pages.why import page as why

serving.keep_local()
if serving.under_server():
    charts.serve()
    explore.open_early()
routes = [
    solara.Route(path="/", component=explore.Page, layout=shell.Layout, label="Explore"),
    solara.Route(path="live", component=live.Framed, label="Live"),
    solara.Route(path="why", component=why.Page, label="Why?"),
    solara.Route(path="compare", component=compare.Page, label="Compare"),
    solara.Route(path="uncertainty", component=uncertainty.Page, label="Uncertainty"),
    solara.Route(path="model", component=model.Page, label="Model"),
]

if __name__ == "__main__":
    serving.main(Path(__file__).resolve())
