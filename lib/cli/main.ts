#!/usr/bin/env node
import { createProgram } from "./program";

void createProgram().parseAsync();
