/** The operator operations: pools, clients and their related resources. */

import {
  adminListUserAuthEvents,
  adminUpdateAuthEventFeedback,
  updateAuthEventFeedback,
} from "./auth-events.js";
import {
  addUserPoolClientSecret,
  deleteUserPoolClientSecret,
  listUserPoolClientSecrets,
} from "./client-secrets.js";
import { getLogDeliveryConfiguration, setLogDeliveryConfiguration } from "./log-delivery.js";
import {
  createManagedLoginBranding,
  deleteManagedLoginBranding,
  describeManagedLoginBranding,
  describeManagedLoginBrandingByClient,
  updateManagedLoginBranding,
} from "./managed-login-branding.js";
import type { Operation } from "./operation.js";
import { addCustomAttributes, getCsvHeader } from "./pool-attributes.js";
import {
  createUserPoolClient,
  deleteUserPoolClient,
  describeUserPoolClient,
  listUserPoolClients,
  updateUserPoolClient,
} from "./pool-clients.js";
import { getUserPoolMfaConfig, setUserPoolMfaConfig } from "./pool-mfa.js";
import { createUserPool, deleteUserPool, describeUserPool, listUserPools, updateUserPool } from "./pools.js";
import { describeRiskConfiguration, setRiskConfiguration } from "./risk-configuration.js";
import {
  getUserPoolClientSessionConfiguration,
  getUserPoolSessionConfiguration,
  setUserPoolClientSessionConfiguration,
  setUserPoolSessionConfiguration,
} from "./session-rules.js";
import { getSigningCertificate } from "./signing-certificate.js";
import { listTagsForResource, tagResource, untagResource } from "./tags.js";
import {
  createTerms,
  deleteTerms,
  describeTerms,
  describeTermsByClient,
  listTerms,
  updateTerms,
} from "./terms.js";
import { getUiCustomization, setUiCustomization } from "./ui-customization.js";
import {
  createUserImportJob,
  describeUserImportJob,
  listUserImportJobs,
  startUserImportJob,
  stopUserImportJob,
} from "./user-imports.js";

export const operatorOperations: readonly Operation[] = [
  addCustomAttributes,
  addUserPoolClientSecret,
  adminListUserAuthEvents,
  adminUpdateAuthEventFeedback,
  createManagedLoginBranding,
  createTerms,
  createUserImportJob,
  createUserPool,
  createUserPoolClient,
  deleteManagedLoginBranding,
  deleteTerms,
  deleteUserPool,
  deleteUserPoolClient,
  deleteUserPoolClientSecret,
  describeManagedLoginBranding,
  describeManagedLoginBrandingByClient,
  describeRiskConfiguration,
  describeTerms,
  describeTermsByClient,
  describeUserImportJob,
  describeUserPool,
  describeUserPoolClient,
  getCsvHeader,
  getLogDeliveryConfiguration,
  getSigningCertificate,
  getUiCustomization,
  getUserPoolClientSessionConfiguration,
  getUserPoolMfaConfig,
  getUserPoolSessionConfiguration,
  listTagsForResource,
  listTerms,
  listUserImportJobs,
  listUserPoolClientSecrets,
  listUserPoolClients,
  listUserPools,
  setLogDeliveryConfiguration,
  setRiskConfiguration,
  setUiCustomization,
  setUserPoolClientSessionConfiguration,
  setUserPoolMfaConfig,
  setUserPoolSessionConfiguration,
  startUserImportJob,
  stopUserImportJob,
  tagResource,
  untagResource,
  updateAuthEventFeedback,
  updateManagedLoginBranding,
  updateTerms,
  updateUserPool,
  updateUserPoolClient,
];
