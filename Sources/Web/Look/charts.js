// Waterfall and graph, drawn by ECharts from the tables beside them, which stay the source.
"use strict";

window.fuselineCharts = (() => {
  const charts = new Map();
  let library;

  /** ECharts is a megabyte: it is asked for when the first chart comes onto a page. */
  function load() {
    const address = document.body.dataset.echarts;
    if (!address) return Promise.reject(new Error("no charts here"));
    library ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = address;
      script.onload = () => resolve(window.echarts);
      script.onerror = reject;
      document.head.append(script);
    });
    return library;
  }

  function colour(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
  }

  function texts() {
    return { fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 12, color: colour("ink") };
  }

  /** A tooltip drawn on the canvas: one of HTML would need styles that the page's policy forbids. */
  function tooltip(formatter) {
    return {
      renderMode: "richText", confine: true, formatter, backgroundColor: colour("panel"),
      borderColor: colour("line"), textStyle: texts(),
    };
  }

  function signed(value) {
    const text = Math.abs(value).toFixed(1);
    return value > 0 ? `+${text}` : value < 0 ? `\u2212${text}` : text;
  }

  function waterfall(table, element) {
    const labelWidth = element.clientWidth > 440 ? 176 : 120;
    let sum = 0;
    const rows = [...table.querySelectorAll("tbody tr")].map((row) => {
      const value = Number(row.dataset.value);
      const isSum = row.dataset.kind === "sum";
      const from = isSum ? 0 : sum;
      const to = isSum ? value : sum + value;
      sum = to;
      return { name: row.querySelector("th").textContent, value, from, to, kind: row.dataset.kind };
    });
    const fills = { prior: colour("soft"), sum: colour("accent") };
    const fill = (row) => fills[row.kind] ?? (row.value > 0 ? colour("grow") : colour("shrink"));
    const unit = table.dataset.unit;
    return {
      animation: false, textStyle: texts(),
      grid: { left: 8, right: 56, top: 8, bottom: 40, containLabel: true },
      tooltip: tooltip((item) => `${rows[item.dataIndex].name}\n${signed(rows[item.dataIndex].value)} bit`),
      xAxis: {
        type: "value", name: unit, nameLocation: "middle", nameGap: 28, nameTextStyle: texts(),
        axisLabel: texts(), splitLine: { lineStyle: { color: colour("line") } },
      },
      yAxis: {
        type: "category", inverse: true, data: rows.map((row) => row.name), axisTick: { show: false },
        axisLine: { lineStyle: { color: colour("line") } },
        axisLabel: { ...texts(), width: labelWidth, overflow: "break" },
      },
      series: [{
        type: "custom", encode: { x: [0, 1], y: 2 },
        data: rows.map((row, index) => [row.from, row.to, index]),
        renderItem: (params, api) => {
          const row = rows[params.dataIndex];
          const start = api.coord([row.from, params.dataIndex]);
          const end = api.coord([row.to, params.dataIndex]);
          const height = Math.min(api.size([0, 1])[1] * 0.6, 20);
          const left = Math.min(start[0], end[0]);
          const right = Math.max(start[0], end[0]);
          return {
            type: "group",
            children: [
              {
                type: "rect", style: { fill: fill(row) },
                shape: { x: left, y: start[1] - height / 2, width: Math.max(right - left, 1), height },
              },
              {
                type: "text", x: right + 4, y: start[1],
                style: { ...textStyle(), text: signed(row.value), verticalAlign: "middle" },
              },
            ],
          };
        },
      }],
    };
  }

  function textStyle() {
    const { fontFamily, fontSize, color } = texts();
    return { font: `${fontSize}px ${fontFamily}`, fill: color };
  }

  const identifiersMax = 12;

  /** Where a label does not lie on the lines from the middle. */
  function side(angle) {
    if (Math.abs(Math.cos(angle)) < 0.2) return Math.sin(angle) < 0 ? "top" : "bottom";
    return Math.cos(angle) > 0 ? "right" : "left";
  }

  const shapes = {
    account: "circle", wechat: "roundRect", qq: "roundRect", phone: "triangle",
    "courier-account": "arrow",
  };

  /** The actor in the middle, its identifiers on a ring, their records outside. */
  function graph(table, element) {
    // The rows come by their records, most first; more of them would hide the shape, and the table
    // has them all.
    const links = [...table.querySelectorAll("tbody tr")].slice(0, identifiersMax);
    const nodes = [{
      id: "actor", name: element.dataset.actor, x: 0, y: 0, symbol: "diamond", symbolSize: 28,
      category: 0, label: { show: true },
    }];
    const edges = [];
    const records = new Map();
    const kinds = [element.dataset.actorName];
    const category = (name) => {
      if (!kinds.includes(name)) kinds.push(name);
      return kinds.indexOf(name);
    };
    links.forEach((row, index) => {
      const angle = (2 * Math.PI * index) / links.length - Math.PI / 2;
      const id = `identifier-${index}`;
      nodes.push({
        id, name: row.dataset.value, value: Number(row.dataset.count), category: category(row.dataset.kindName),
        x: 100 * Math.cos(angle), y: 100 * Math.sin(angle), symbol: shapes[row.dataset.kind] ?? "circle",
        symbolSize: 12 + Math.min(4 * Math.log2(1 + Number(row.dataset.count)), 12),
        label: { show: true, position: side(angle) },
      });
      edges.push({ source: "actor", target: id });
      const sample = [...row.querySelectorAll("[data-key]")];
      sample.forEach((record, place) => {
        const spread = (place - (sample.length - 1) / 2) * Math.min(0.16, 5 / links.length / 6);
        const key = record.dataset.key;
        if (!records.has(key)) {
          const isListing = record.dataset.record === "listing";
          records.set(key, true);
          nodes.push({
            id: key, name: record.textContent, symbolSize: 8, symbol: isListing ? "rect" : "emptyCircle",
            category: category(isListing ? element.dataset.listingName : element.dataset.waybillName),
            x: 190 * Math.cos(angle + spread), y: 190 * Math.sin(angle + spread),
          });
        }
        edges.push({ source: id, target: key });
      });
    });
    const symbols = new Map(nodes.map((node) => [node.category, node.symbol]));
    return {
      animation: false, textStyle: texts(),
      color: ["accent", "dispatched", "verified", "grow", "closed", "soft", "new"].map(colour),
      legend: {
        bottom: 0, itemWidth: 12, itemHeight: 12, textStyle: texts(), selectedMode: false,
        data: kinds.map((name, index) => ({ name, icon: symbols.get(index) })),
      },
      tooltip: tooltip((item) => item.dataType === "node" ? item.name : ""),
      series: [{
        type: "graph", layout: "none", data: nodes, links: edges, roam: false,
        categories: kinds.map((name) => ({ name })),
        left: 40, right: 40, top: 24, bottom: 96,
        label: { ...texts(), position: "bottom", width: 112, overflow: "truncate" },
        lineStyle: { color: colour("soft"), opacity: 0.6 }, emphasis: { disabled: true },
      }],
    };
  }

  const makers = { waterfall, graph };

  function paint(element, echarts) {
    const table = document.getElementById(element.dataset.from);
    if (!table) return;
    const rows = table.querySelectorAll("tbody tr").length;
    if (element.dataset.chart === "waterfall") element.style.height = `${64 + 34 * rows}px`;
    const chart = charts.get(element) ?? echarts.init(element, null, { renderer: "canvas" });
    charts.set(element, chart);
    chart.setOption(makers[element.dataset.chart](table, element), true);
  }

  async function draw(root) {
    const places = [...root.querySelectorAll("[data-chart]")];
    for (const [element, chart] of charts) {
      if (!element.isConnected) {
        chart.dispose();
        charts.delete(element);
      }
    }
    if (places.length === 0) return;
    try {
      const echarts = await load();
      for (const element of places) if (element.isConnected) paint(element, echarts);
    } catch {
      for (const element of places) {
        element.hidden = true;
        element.parentElement.querySelector("[data-numbers]").open = true;
      }
    }
  }

  const redraw = () => {
    for (const element of charts.keys()) paint(element, window.echarts);
  };
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  window.addEventListener("resize", () => {
    for (const chart of charts.values()) chart.resize();
  });
  return { draw };
})();
