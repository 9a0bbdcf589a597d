using P2PCS.Query.Catalog;
using P2PCS.Query.Values;

namespace P2PCS.Query.Execution;

/// <summary>The rows of a table that a peer itself holds; the shell and the node build them.
/// </summary>
/// <param name="table">Which table.</param>
public delegate IReadOnlyList<Row> LocalRows(Table table);
