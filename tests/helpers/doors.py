"""Every way out of the library and in again: what comes back should be the same chains."""

import io
import json
import shutil
import subprocess

import networkx
import openpyxl
import pandas
import polars
from networkx.readwrite import json_graph

import valuechain as vc
from valuechain import ValueChain

OFFICE = shutil.which("soffice")
_LINKS = {"link" if networkx.__version__ < "3.4" else "edges": "links"}


def yaml(chain, folder):
    """As text."""
    del folder
    return vc.loads(vc.dumps(chain))


def csv(chain, folder):
    """As two CSV files."""
    vc.write_tables(chain, folder / "parties.csv", folder / "services.csv")
    return vc.read_tables(folder / "parties.csv", folder / "services.csv")


def workbook(chain, folder):
    """As a workbook."""
    vc.write_excel(chain, folder / "book.xlsx")
    return vc.read_excel(folder / "book.xlsx")


def openpyxl_again(chain, folder):
    """As a workbook that openpyxl saved again."""
    vc.write_excel(chain, folder / "book.xlsx")
    openpyxl.load_workbook(folder / "book.xlsx").save(folder / "again.xlsx")
    return vc.read_excel(folder / "again.xlsx")


def with_pandas(chain, folder):
    """As two data frames."""
    del folder
    return vc.read_tables(*map(pandas.DataFrame, chain.to_tables()))


def with_polars(chain, folder):
    """As two data frames of polars, whose columns hold what they hold."""
    del folder
    tables = chain.to_tables()
    return vc.read_tables(*(polars.DataFrame(rows, infer_schema_length=None) for rows in tables))


def gml(chain, folder):
    """As GML."""
    del folder
    return _of_graph(_through(networkx.write_gml, networkx.read_gml, chain.graph))


def graphml(chain, folder):
    """As GraphML."""
    del folder
    read = networkx.read_graphml
    return _of_graph(_through(networkx.write_graphml, read, chain.graph, force_multigraph=True))


def node_link(chain, folder):
    """As node-link data in JSON."""
    del folder
    data = json.loads(json.dumps(json_graph.node_link_data(chain.graph, **_LINKS)))
    return _of_graph(json_graph.node_link_graph(data, **_LINKS))


def cytoscape(chain, folder):
    """As what Cytoscape reads."""
    del folder
    data = json.loads(json.dumps(json_graph.cytoscape_data(chain.graph)))
    return _of_graph(json_graph.cytoscape_graph(data))


def adjacency(chain, folder):
    """As adjacency data in JSON."""
    del folder
    data = json.loads(json.dumps(json_graph.adjacency_data(chain.graph)))
    return _of_graph(json_graph.adjacency_graph(data))


def edge_list(chain, folder):
    """As a table of edges, to which nodes and what holds for all are added as users do."""
    del folder
    table = networkx.to_pandas_edgelist(chain.graph, edge_key="key")
    back = networkx.from_pandas_edgelist(
        table, edge_attr=True, create_using=networkx.MultiDiGraph, edge_key="key"
    )
    back.graph.update(chain.graph.graph)
    back.add_nodes_from(chain.graph.nodes(data=True))
    return _of_graph(back)


def _through(write, read, graph, **more):
    file = io.BytesIO()
    write(graph, file)
    file.seek(0)
    return read(file, **more)


def _of_graph(graph):
    return ValueChain.from_networkx(graph)


DOORS = [
    yaml, csv, workbook, openpyxl_again, with_pandas, with_polars,
    gml, graphml, node_link, cytoscape, adjacency, edge_list,
]  # fmt: skip


def saved_by_office(chains, folder):
    """The chains as workbooks that LibreOffice saved again, all in one run of it."""
    for number, chain in enumerate(chains):
        vc.write_excel(chain, folder / f"{number}.xlsx")
    names = [str(folder / f"{number}.xlsx") for number in range(len(chains))]
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    words = [OFFICE, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(folder / "out")]
    subprocess.run([*words, *names], check=True, capture_output=True, timeout=1800)
    return [vc.read_excel(folder / "out" / f"{number}.xlsx") for number in range(len(chains))]
