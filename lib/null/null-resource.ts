/** null_resource for CDKTF. In the build for CDK Terrain own-null-resource.ts stands in its place. */
export { NullProvider } from "@cdktf/provider-null/lib/provider";
export { Resource as NullResource, type ResourceConfig as NullResourceConfig } from "@cdktf/provider-null/lib/resource";
