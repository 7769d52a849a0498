import { TerraformIterator, type TerraformResource, TerraformStack, Testing, Token } from "cdktf";
import type { Construct } from "constructs";
import { FailoverGroup, Frontend, FrontendBinding, IpFailoverProvider, LoadBalancerActivation } from "../../lib";
import { problemsOf, resource, synthesize, VendorResource } from "./support/stacks";

const loadBalancer = "loadbalancer-0123456789abcdef";
const ACTIVATION = "ipfailover_load_balancer_activation";

/** A resource of OVHcloud's bindings, with what it configures. */
class OvhResource extends VendorResource {
  constructor(
    scope: Construct,
    id: string,
    type: string,
    private readonly attributes: Record<string, unknown>,
    meta: Record<string, unknown> = {},
  ) {
    super(scope, id, type, meta);
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return this.attributes;
  }
}

function aStack(scope: Construct = Testing.app(), name = "shop"): TerraformStack {
  const stack = new TerraformStack(scope, name);
  new IpFailoverProvider(stack, "ovh", { cloud: "ovh", install: false });
  return stack;
}

const aFrontend = (stack: Construct, id = "web", port = "80") =>
  new Frontend(stack, id, { loadBalancer, protocol: "http", port, defaultFarm: "2001" });

function activations(stack: TerraformStack) {
  return Object.values(synthesize(stack).resource?.[ACTIVATION] ?? {});
}

describe("what goes live", () => {
  test("goes live once for each load balancer of a stack, after everything of it", () => {
    const stack = aStack();
    const web = aFrontend(stack);
    new FrontendBinding(stack, "everybody", { loadBalancer, ips: ["203.0.113.11"] });
    new FrontendBinding(stack, "other", { loadBalancer: "loadbalancer-b", ips: ["203.0.113.12"] });
    expect(activations(stack)).toEqual([
      expect.objectContaining({
        load_balancer: loadBalancer,
        triggers: {
          "shop/web": "${ipfailover_frontend.web.revision}",
          "shop/everybody": "${ipfailover_frontend_binding.everybody.revision}",
        },
      }),
      expect.objectContaining({
        load_balancer: "loadbalancer-b",
        triggers: { "shop/other": "${ipfailover_frontend_binding.other.revision}" },
      }),
    ]);
    expect(resource(stack, "ipfailover_frontend", "web").goes_live).toBe("with-activation");
    expect(web.activation).toBe(LoadBalancerActivation.of(stack, loadBalancer));
    expect(problemsOf(stack)).toEqual([]);
  });

  test("takes part by all of its instances", () => {
    const stack = aStack();
    const ports = TerraformIterator.fromList(["80", "81"]);
    new Frontend(stack, "each", { loadBalancer, protocol: "tcp", port: Token.asString(ports.value), forEach: ports });
    new FrontendBinding(stack, "two", { loadBalancer, ips: ["203.0.113.11"], count: 2 });
    expect(activations(stack)[0]?.triggers).toEqual({
      "shop/each": '${join(",", values(ipfailover_frontend.each)[*].revision)}',
      "shop/two": '${join(",", ipfailover_frontend_binding.two[*].revision)}',
    });
  });

  test("goes live by itself where each instance has its own load balancer, or where it is told to", () => {
    const stack = aStack();
    const each = TerraformIterator.fromList(["loadbalancer-a", "loadbalancer-b"]);
    new FrontendBinding(stack, "each", {
      loadBalancer: Token.asString(each.value),
      ips: ["203.0.113.11"],
      forEach: each,
    });
    const told = new Frontend(stack, "told", { loadBalancer, protocol: "udp", port: 53, goesLive: "by-itself" });
    expect(activations(stack)).toEqual([]);
    expect(resource(stack, "ipfailover_frontend_binding", "each").goes_live).toBe("by-itself");
    expect(told.activation).toBeUndefined();
  });

  test("waits for what the vendor's bindings declare of the load balancer, and goes live when that is edited", () => {
    const stack = aStack();
    aFrontend(stack);
    const type = "ovh_iploadbalancing_http_route";
    new OvhResource(stack, "route", type, { service_name: loadBalancer, weight: 1, action: [{ type: "farm" }] });
    new OvhResource(stack, "elsewhere", type, { service_name: "loadbalancer-b", weight: 1 });
    new OvhResource(stack, "refresh", "ovh_iploadbalancing_refresh", { service_name: loadBalancer, keepers: [] });
    new OvhResource(stack, "vrack", "ovh_vrack_iploadbalancing", {
      ip_loadbalancing: loadBalancer,
      service_name: "pn-1",
    });
    expect(activations(stack)[0]?.triggers).toEqual({
      "shop/web": "${ipfailover_frontend.web.revision}",
      "shop/route": `\${sha1(jsonencode([${type}.route.id, ${type}.route.action, ${type}.route.service_name, ${type}.route.weight]))}`,
      "shop/vrack":
        "${sha1(jsonencode([ovh_vrack_iploadbalancing.vrack.id, ovh_vrack_iploadbalancing.vrack.ip_loadbalancing, " +
        "ovh_vrack_iploadbalancing.vrack.service_name]))}",
    });
  });

  test("knows a load balancer by the same reference", () => {
    const stack = aStack();
    const vendor = new VendorResource(stack, "lb", "ovh_iploadbalancing");
    aFrontend(stack);
    new Frontend(stack, "one", { loadBalancer: vendor, protocol: "tcp", port: "22" });
    new Frontend(stack, "two", { loadBalancer: vendor.id, protocol: "tcp", port: "23" });
    new OvhResource(stack, "farm", "ovh_iploadbalancing_tcp_farm", { service_name: vendor.id });
    expect(activations(stack).map(({ triggers }) => Object.keys(triggers as object))).toEqual([
      ["shop/farm", "shop/one", "shop/two"],
      ["shop/web"],
    ]);
  });

  test("comes after further resources on request, once", () => {
    const stack = aStack();
    const farm = new OvhResource(stack, "farm", "ovh_iploadbalancing_tcp_farm", { service_name: "${var.same}" });
    const activation = new LoadBalancerActivation(stack, "live", {
      loadBalancer,
      after: [farm],
      triggers: { by: "hand" },
    });
    activation.after(farm);
    aFrontend(stack);
    expect(activations(stack)).toHaveLength(1);
    expect(Object.keys(activations(stack)[0]?.triggers as object)).toEqual(["by", "shop/farm", "shop/web"]);
  });

  test("has one activation only, and none for what another stack writes", () => {
    const app = Testing.app();
    const stack = aStack(app);
    const web = aFrontend(stack);
    expect(() => new LoadBalancerActivation(stack, "again", { loadBalancer })).toThrow(
      /^shop\/again: the stack has an activation of this load balancer already, shop\/activation-loadbalancer-0123456789abcdef/,
    );
    const other = new OvhResource(aStack(app, "other"), "farm", "ovh_iploadbalancing_tcp_farm", {});
    expect(() => web.activation?.after(other)).toThrow(/^other\/farm is of another stack than shop\/activation-/);
  });

  test("asks for a refresh with the provider configuration of what it makes live", () => {
    const stack = aStack();
    const provider = new IpFailoverProvider(stack, "second", { cloud: "ovh", alias: "second", install: false });
    new Frontend(stack, "web", { loadBalancer, protocol: "tcp", port: "22", provider });
    aFrontend(stack, "own");
    expect(activations(stack).map((activation) => activation.provider)).toEqual(["ipfailover.second", undefined]);
  });
});

describe("a front-end of the vendor's bindings", () => {
  test.each(["http", "tcp"])(
    "over %s is bound by its number, and leaves its dedicated addresses to the binding",
    (protocol) => {
      const stack = aStack();
      const type = `ovh_iploadbalancing_${protocol}_frontend`;
      const attributes = { service_name: loadBalancer, port: "80", dedicated_ipfo: ["203.0.113.10/32"] };
      const frontend = new OvhResource(stack, "vendor", type, attributes, {
        lifecycle: { preventDestroy: true, ignoreChanges: ["zone"] },
      });
      new FrontendBinding(stack, "shop", { loadBalancer, ips: ["203.0.113.10"], frontend });
      expect(resource(stack, "ipfailover_frontend_binding", "shop").frontend).toEqual({
        protocol,
        id: `\${${type}.vendor.id}`,
      });
      expect(resource(stack, type, "vendor").lifecycle).toEqual({
        prevent_destroy: true,
        ignore_changes: ["zone", "dedicated_ipfo"],
      });
      // What the binding writes must not make the next plan refresh again.
      const { triggers } = activations(stack)[0] as { triggers: Record<string, string> };
      expect(triggers["shop/vendor"]).toBe(
        `\${sha1(jsonencode([${type}.vendor.id, ${type}.vendor.port, ${type}.vendor.service_name]))}`,
      );
    },
  );

  test("over udp is bound by its number, which is not its id", () => {
    const stack = aStack();
    const frontend = new OvhResource(stack, "dns", "ovh_iploadbalancing_udp_frontend", { service_name: loadBalancer });
    new FrontendBinding(stack, "shop", { loadBalancer, ips: ["203.0.113.10"], frontend });
    expect(resource(stack, "ipfailover_frontend_binding", "shop").frontend).toEqual({
      protocol: "udp",
      id: "${ovh_iploadbalancing_udp_frontend.dns.frontend_id}",
    });
  });

  test("is protected too when only its id is given as the resource", () => {
    const stack = aStack();
    const frontend = new OvhResource(stack, "vendor", "ovh_iploadbalancing_tcp_frontend", {});
    new FrontendBinding(stack, "shop", {
      loadBalancer,
      ips: ["203.0.113.10"],
      frontend: { protocol: "tcp", id: frontend },
    });
    expect(resource(stack, "ovh_iploadbalancing_tcp_frontend", "vendor").lifecycle).toEqual({
      ignore_changes: ["dedicated_ipfo"],
    });
  });

  test("is not a farm, nor a front-end of this package", () => {
    const stack = aStack();
    const bind = (frontend: unknown) =>
      new FrontendBinding(stack, "shop", {
        loadBalancer,
        ips: ["203.0.113.10"],
        frontend: frontend as TerraformResource,
      });
    expect(() => bind(new VendorResource(stack, "farm", "ovh_iploadbalancing_tcp_farm"))).toThrow(
      /frontend is shop\/farm, a ovh_iploadbalancing_tcp_farm\. Give an ovh_iploadbalancing_http_frontend/,
    );
    stack.node.tryRemoveChild("shop");
    expect(() => bind(aFrontend(stack))).toThrow(/frontend is shop\/web, a front-end of this package/);
  });
});

describe("a front-end's properties", () => {
  test("arrive as they were given", () => {
    const stack = aStack();
    const farm = new VendorResource(stack, "farm", "ovh_iploadbalancing_http_farm");
    new Frontend(stack, "web", {
      loadBalancer,
      protocol: "http",
      port: 443,
      zone: "gra",
      dedicatedIps: ["203.0.113.10"],
      allowedSource: ["198.51.100.0/24"],
      defaultFarm: farm,
      defaultSsl: 7,
      disabled: true,
      displayName: "Shop",
      ssl: true,
      hsts: true,
      httpHeaders: ["X-Client %ci"],
      redirectLocation: "https://example.com",
      acknowledge: ["opens-frontend"],
      timeouts: { create: "5m" },
    });
    expect(resource(stack, "ipfailover_frontend", "web")).toMatchObject({
      load_balancer: loadBalancer,
      protocol: "http",
      port: "443",
      zone: "gra",
      dedicated_ips: ["203.0.113.10"],
      allowed_source: ["198.51.100.0/24"],
      default_farm_id: "${ovh_iploadbalancing_http_farm.farm.id}",
      default_ssl_id: 7,
      disabled: true,
      display_name: "Shop",
      ssl: true,
      hsts: true,
      http_headers: ["X-Client %ci"],
      redirect_location: "https://example.com",
      acknowledge: ["opens-frontend"],
      timeouts: { create: "5m" },
    });
  });
});

describe("addresses of load balancers at synth", () => {
  test("are refused in a group as well, written out or referred to", () => {
    const stack = aStack();
    new FailoverGroup(stack, "group", {
      ip: "203.0.113.10/32",
      members: { a: { server: "ns1" }, b: { server: "ns2" } },
      master: "a",
    });
    new FrontendBinding(stack, "binding", { loadBalancer, ips: ["203.0.113.10"] });
    new FailoverGroup(stack, "second", {
      ip: "${var.ip}",
      members: { a: { server: "ns1" }, b: { server: "ns2" } },
      master: "a",
    });
    new Frontend(stack, "web", { loadBalancer, protocol: "http", port: 80, dedicatedIps: ["${var.ip}"] });
    expect(problemsOf(stack)).toEqual([
      expect.stringMatching(/^\[shop\/binding\] Address 203\.0\.113\.10 is claimed twice/),
      expect.stringMatching(/^\[shop\/web\] Address \$\{var\.ip\} is claimed twice/),
    ]);
  });
});
