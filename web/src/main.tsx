import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { keepOldAddresses } from "./app/address";
import { newClient } from "./app/client";
import { newRouter } from "./app/router";
import { show } from "./app/theme";
import { Gate } from "./session/Gate";
import "./styles/base.css";

show();
keepOldAddresses();
const root = document.getElementById("root");
if (root === null) throw new Error("the page has no #root");
const router = newRouter();
createRoot(root).render(
    <StrictMode>
        <QueryClientProvider client={newClient()}>
            <Gate>
                <RouterProvider router={router} />
            </Gate>
        </QueryClientProvider>
    </StrictMode>,
);
