import { createHashHistory, createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { AuditPage } from "../admin/AuditPage";
import { UsePage } from "../admin/UsePage";
import { ComparePage } from "../compare/ComparePage";
import { HistoryPage } from "../history/HistoryPage";
import { SeriesPage } from "../history/SeriesPage";
import { ModelsPage } from "../models/ModelsPage";
import { OverviewPage } from "../overview/OverviewPage";
import { NodePage } from "../nodes/NodePage";
import { NodesPage } from "../nodes/NodesPage";
import { NoisePage } from "../noise/NoisePage";
import { ParetoPage } from "../pareto/ParetoPage";
import { ReleasesPage } from "../releases/ReleasesPage";
import { RunPage } from "../run/RunPage";
import { filterOf } from "../runs/filter";
import { RunsPage } from "../runs/RunsPage";
import { SubmitPage } from "../submit/SubmitPage";
import { placeOf } from "../variant/place";
import { NotFound } from "./NotFound";
import { texts } from "./search";
import { Shell } from "./Shell";

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound });

const routes = [
    createRoute({ getParentRoute: () => root, path: "/", beforeLoad: () => { throw redirect({ to: "/runs" }); } }),
    createRoute({ getParentRoute: () => root, path: "/runs", validateSearch: filterOf, component: RunsPage }),
    createRoute({ getParentRoute: () => root, path: "/runs/$id", validateSearch: texts("row"), component: RunPage }),
    createRoute({ getParentRoute: () => root, path: "/runs/$id/variants/$variant", validateSearch: placeOf, component: lazyRouteComponent(() => import("../variant/VariantPage"), "VariantPage") }),
    createRoute({ getParentRoute: () => root, path: "/new", component: SubmitPage }),
    createRoute({ getParentRoute: () => root, path: "/models", validateSearch: texts("text"), component: ModelsPage }),
    createRoute({ getParentRoute: () => root, path: "/releases", validateSearch: texts("name"), component: ReleasesPage }),
    createRoute({ getParentRoute: () => root, path: "/history", validateSearch: texts("family", "deviceClass", "recipe"), component: HistoryPage }),
    createRoute({ getParentRoute: () => root, path: "/history/$id", component: SeriesPage }),
    createRoute({ getParentRoute: () => root, path: "/compare", validateSearch: texts("a", "b"), component: ComparePage }),
    createRoute({ getParentRoute: () => root, path: "/nodes", component: NodesPage }),
    createRoute({ getParentRoute: () => root, path: "/nodes/$name", component: NodePage }),
    createRoute({ getParentRoute: () => root, path: "/overview", validateSearch: texts("family"), component: OverviewPage }),
    createRoute({ getParentRoute: () => root, path: "/pareto", validateSearch: texts("family", "deviceClass", "by"), component: ParetoPage }),
    createRoute({ getParentRoute: () => root, path: "/noise", validateSearch: texts("family", "deviceClass"), component: NoisePage }),
    createRoute({ getParentRoute: () => root, path: "/use", component: UsePage }),
    createRoute({ getParentRoute: () => root, path: "/audit", component: AuditPage }),
] as const;

/** Addresses are behind the hash, so that the service answers for its own paths alone and any proxy may stand before it. */
export const newRouter = () =>
    createRouter({ routeTree: root.addChildren(routes), history: createHashHistory(), scrollRestoration: true });

declare module "@tanstack/react-router" {
    interface Register { router: ReturnType<typeof newRouter> }
}
