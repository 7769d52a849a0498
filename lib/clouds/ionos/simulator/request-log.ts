import type { Cloud } from "./cloud";
import { filtersOf, matches, parseDate } from "./listing";
import { collectionReference, date, etag, referenceTo } from "./render";
import type { CloudRequest } from "./requests";

/** `GET /requests/{id}/status`. */
export function renderStatus(cloud: Cloud, request: CloudRequest): Record<string, unknown> {
  return {
    ...statusReference(cloud, request),
    metadata: {
      status: request.status,
      message: request.message,
      etag: etag(request.id, request.revision),
      targets: request.targets.map((target) => ({ target: referenceTo(cloud, target), status: request.status })),
    },
  };
}

const statusReference = (cloud: Cloud, { id }: CloudRequest) => ({
  id: `${id}/status`,
  type: "request-status",
  href: cloud.href(`/requests/${id}/status`),
});

/** A request opens like any object: its status is what lies inside it, so a list shows it from depth 2 on. */
export function renderRequest(cloud: Cloud, request: CloudRequest, level: number): Record<string, unknown> {
  const reference = { id: request.id, type: "request", href: cloud.href(`/requests/${request.id}`) };
  if (level <= 0) return reference;
  return {
    ...reference,
    metadata: {
      createdDate: date(request.createdAt),
      createdBy: cloud.behaviour.username,
      etag: etag(request.id, request.revision),
      requestStatus: level > 1 ? renderStatus(cloud, request) : statusReference(cloud, request),
    },
    properties: { method: request.method, headers: request.headers, body: request.body, url: request.url },
  };
}

/** The log, the newest first, as `filter.status`, `filter.createdAfter`, `filter.url` and so on want it. */
export function findRequests(cloud: Cloud, query: URLSearchParams): readonly CloudRequest[] {
  let found = cloud.requests.list();
  for (const [name, wanted] of filtersOf(query)) found = found.filter((request) => meets(cloud, request, name, wanted));
  return found;
}

function meets(cloud: Cloud, request: CloudRequest, name: string, wanted: string): boolean {
  switch (name) {
    case "createdAfter":
      return request.createdAt >= parseDate(wanted);
    case "createdBefore":
      return request.createdAt <= parseDate(wanted);
    case "createdDate":
      return date(request.createdAt).startsWith(wanted);
    case "createdBy":
      return matches(cloud, cloud.behaviour.username, wanted);
    case "status":
    case "requestStatus":
      return request.status === wanted.toUpperCase();
    case "method":
      return request.method === wanted.toUpperCase();
    case "url":
      return matches(cloud, request.url, wanted);
    case "body":
      return matches(cloud, request.body, wanted);
    case "headers":
      return matches(cloud, Object.values(request.headers), wanted);
    case "message":
      return matches(cloud, request.message, wanted);
    case "etag":
      return etag(request.id, request.revision) === wanted;
    case "targetId":
      return request.targets.some((target) => target.id === wanted);
    case "targetType":
      return request.targets.some((target) => target.type === wanted);
    default:
      return true;
  }
}

export const requestsReference = (cloud: Cloud) => collectionReference(cloud, "/requests");
